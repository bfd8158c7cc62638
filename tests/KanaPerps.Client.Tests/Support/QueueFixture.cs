using KanaPerps.Streaming;
using KanaPerps.Streaming.Queue;
using KanaPerps.Topics;
using KanaPerps.Wire;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests;

/// <summary>A subscription without feeds: the test posts what feeds would, and reads what a consumer would.</summary>
internal sealed class QueueFixture<T> : IDisposable
{
    private readonly Topic<T> _topic;
    private readonly List<SubscriptionSource<T>> _sources = [];

    public QueueFixture(Topic<T> topic, int capacity = 10_000, int sources = 1, int snapshots = 64, SubscriptionGroup? group = null)
    {
        _topic = topic;
        Subscription = new Subscription<T>(new StreamOptions { QueueCapacity = capacity, SnapshotCapacity = snapshots, SnapshotPatience = Patience }, Time, group);
        group?.Add(Subscription);
        for (int i = 0; i < sources; i++)
        {
            _sources.Add(Subscription.AddSource(Feed(i), topic, new SubscriptionOptions(), (_, _) => { }));
        }
    }

    /// <summary>How long a snapshot may wait while there is a newer one.</summary>
    public static TimeSpan Patience => TimeSpan.FromMilliseconds(20);

    /// <summary>The clock of the queue. It stands still unless the test moves it.</summary>
    public FakeTimeProvider Time { get; } = new();

    public Subscription<T> Subscription { get; }

    public FeedKey Feed(int source = 0) => new(KanaEndpoint.From(new Uri("ws://127.0.0.1:1/ws/")), _topic.Name, $"{source}");

    public (long Lost, long Merged) Post(params T[] rows) => PostTo(0, rows);

    public (long Lost, long Merged) PostTo(int source, params T[] rows) =>
        Subscription.Post(_sources[source], new Delivery<T>(rows, IsInitial: false, IsComplete: true));

    public void PostInitial(params T[] rows) => Subscription.Post(_sources[0], new Delivery<T>(rows, IsInitial: true, IsComplete: true));

    public void PostBad(BadMessageReason reason = BadMessageReason.InvalidJson, int count = 1, int source = 0) => Subscription.Post(
        _sources[source],
        new BadMessageNotice { Feed = Feed(source), At = Decode.ReceivedAt, Reason = reason, Detail = "detail", Excerpt = "excerpt", Count = count });

    public void PostConnected(int source = 0) => Subscription.Post(_sources[source], new ConnectedNotice { Feed = Feed(source), At = Decode.ReceivedAt });

    public void PostGap(int from, int at) => Subscription.Post(_sources[0], new GapNotice { Feed = Feed(), From = Decode.Seconds(from), At = Decode.Seconds(at) });

    public void PostOutOfOrder() => Subscription.Post(_sources[0], new OutOfOrderNotice { Feed = Feed(), At = Decode.ReceivedAt });

    public void PostDisconnected(int source = 0) => Subscription.Post(_sources[source], new DisconnectedNotice { Feed = Feed(source), At = Decode.ReceivedAt });

    public List<StreamEvent<T>> ReadAll()
    {
        List<StreamEvent<T>> events = [];
        while (Subscription.TryRead(out StreamEvent<T> next))
        {
            events.Add(next);
        }

        return events;
    }

    /// <summary>What there is to read, in short: rows by their words, notices by their type.</summary>
    public string[] Read(Func<T, string> say) => [.. ReadAll().Select(e => e.Notice is LaggedNotice lagged ? $"lost {lagged.LostRows}"
        : e.Notice is BadMessageNotice bad ? $"bad {bad.Count}"
        : e.Notice?.GetType().Name ?? string.Join(',', e.Items.Select(say)))];

    public void Dispose() => Subscription.Dispose();
}
