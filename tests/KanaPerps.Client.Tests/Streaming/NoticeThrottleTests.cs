using KanaPerps.Streaming;
using KanaPerps.Wire;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class NoticeThrottleTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
    private readonly NoticeThrottle _throttle;

    public NoticeThrottleTests()
    {
        _throttle = new NoticeThrottle(_time);
    }

    [Fact]
    public void The_first_of_a_kind_is_told_at_once_and_later_ones_are_counted()
    {
        Assert.Equal((1, false), Told(Bad()));
        for (int i = 0; i < 118; i++)
        {
            Assert.Null(_throttle.Take(Bad()));
        }

        Assert.Empty(_throttle.TakeDue());
        _time.Advance(NoticeThrottle.FirstPause);

        BadMessageNotice count = Assert.IsType<BadMessageNotice>(Assert.Single(_throttle.TakeDue()));
        Assert.Equal((118, true, _time.GetUtcNow()), (count.Count, count.IsRepeat, count.At));
        Assert.Empty(_throttle.TakeDue());
    }

    [Fact]
    public void Kinds_do_not_hold_each_other_back()
    {
        Told(Bad());
        Assert.Equal((1, false), Told(Bad(BadMessageReason.BadRow)));
        Assert.Equal((1, false), Told(new OutOfOrderNotice { Feed = Feed, At = _time.GetUtcNow() }));
    }

    [Fact]
    public void The_pauses_double_up_to_an_hour()
    {
        Told(Bad());
        List<double> pauses = [];
        double sinceLast = 0;
        while (pauses.Count < 9)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            sinceLast += 0.5;
            if (_throttle.Take(Bad()) is not null)
            {
                pauses.Add(sinceLast);
                sinceLast = 0;
            }
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
    }

    [Fact]
    public void What_comes_seldom_is_told_each_time_it_comes()
    {
        Told(Bad());
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromHours(2));
            Assert.Empty(_throttle.TakeDue());
            Assert.Equal((1, true), Told(Bad()));
        }
    }

    private static FeedKey Feed => new(KanaEndpoint.From(new Uri("ws://127.0.0.1:1/ws/")), "orderbook", "14");

    private BadMessageNotice Bad(BadMessageReason reason = BadMessageReason.InvalidJson) =>
        new() { Feed = Feed, At = _time.GetUtcNow(), Reason = reason, Detail = "it is not JSON", Excerpt = "ping" };

    private (int Count, bool IsRepeat) Told(RepeatableNotice notice)
    {
        RepeatableNotice told = Assert.IsAssignableFrom<RepeatableNotice>(_throttle.Take(notice));
        return (told.Count, told.IsRepeat);
    }
}
