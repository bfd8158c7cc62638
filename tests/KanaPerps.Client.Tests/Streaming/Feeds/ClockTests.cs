using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Clocks that jump and processes that stand still.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_process_that_stood_still_for_a_minute_has_one_gap_and_dials_at_once()
    {
        WatchedTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast, time);
        await using EventReader<Fill> log = fixture.Watch(KanaTopics.Fills, Decode.EarlyAddress);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Fills(1));
        await log.RowsAsync();
        await time.TimerAsync(Liveness.CheckInterval(StreamFixture.Fast));

        time.Advance(TimeSpan.FromSeconds(60));

        ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(("this process was suspended", TimeSpan.Zero), (loss.Reason, loss.Delay));
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Messages.Fills(2));
        ReconnectedNotice again = await log.NoticeAsync<ReconnectedNotice>();

        // The clock has not moved since: without another second by it, the feed lives again.
        Assert.Equal((TimeSpan.FromSeconds(60), Completeness.PossibleGap), (again.Downtime, again.Completeness));
        Assert.Single(log.Notices.OfType<ReconnectingNotice>());
        Assert.Equal((1, 1, true), (fixture.Status.Gaps, fixture.Status.Reconnects, fixture.Status.Healthy));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_wall_clock_that_is_set_by_a_day_changes_nothing(int days)
    {
        BentTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast with { StaleAfter = TimeSpan.FromSeconds(60) }, time);
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();

        time.WallClockShift = TimeSpan.FromDays(days);
        await socket.SendTextAsync(Messages.Funding(2));
        await log.RowAsync(r => r.Rate == 2);

        Assert.IsType<ConnectedNotice>(Assert.Single(log.Notices));
        Assert.InRange(fixture.Status.LastMessageAge!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task An_outage_is_as_long_as_it_was_even_if_the_wall_clock_is_set_meanwhile(int days)
    {
        BentTime time = new();
        await using StreamFixture fixture = new(time: time);

        (_, EventReader<FundingRate> log) = await fixture.LoseAsync(async socket =>
        {
            time.WallClockShift = TimeSpan.FromDays(days);
            await socket.SendCloseAsync(1001);
        });

        Assert.InRange(log.Notices.OfType<ReconnectedNotice>().Single().Downtime, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
