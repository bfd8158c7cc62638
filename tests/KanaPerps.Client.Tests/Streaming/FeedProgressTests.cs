using KanaPerps.Streaming;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Streaming;

/// <summary>How old data is: since it moved, and by the venue's own time.</summary>
public sealed class FeedProgressTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private readonly FeedProgress _progress;

    public FeedProgressTests()
    {
        _progress = new FeedProgress(_time);
    }

    [Fact]
    public void Before_the_first_message_there_is_no_data_that_could_be_old() => Assert.Null(_progress.DataAge);

    [Fact]
    public void Data_of_an_hour_ago_is_an_hour_old_when_it_comes_and_grows_older_while_it_is_repeated()
    {
        Receive(hasMoved: true, Ago(3600));
        Assert.Equal(3600, _progress.DataAge!.Value.TotalSeconds);

        _time.Advance(TimeSpan.FromSeconds(30));
        Receive(hasMoved: false, null);

        Assert.Equal((3630, 0), (_progress.DataAge!.Value.TotalSeconds, _progress.LastMessageAge!.Value.TotalSeconds));
    }

    [Fact]
    public void A_venue_that_sends_no_time_has_data_as_old_as_its_last_change()
    {
        Receive(hasMoved: true, null);
        _time.Advance(TimeSpan.FromSeconds(7));
        Receive(hasMoved: false, null);

        Assert.Equal(7, _progress.DataAge!.Value.TotalSeconds);
    }

    [Fact]
    public void A_clock_of_the_venue_that_is_ahead_makes_no_data_younger_than_its_last_change()
    {
        Receive(hasMoved: true, Ago(-600));
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(7, _progress.DataAge!.Value.TotalSeconds);
    }

    [Fact]
    public void A_position_that_closes_makes_the_list_fresh_although_those_left_are_days_old()
    {
        Receive(hasMoved: true, Ago(60));
        _time.Advance(TimeSpan.FromSeconds(10));
        Receive(hasMoved: true, Ago(200_000));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, _progress.DataAge!.Value.TotalSeconds);
    }

    private DateTimeOffset Ago(double seconds) => _time.GetUtcNow().AddSeconds(-seconds);

    private void Receive(bool hasMoved, DateTimeOffset? newest)
    {
        _progress.OnData(hasMoved, newest);
        _progress.OnMessage(_time.GetUtcNow());
    }
}
