using KanaPerps.Recording;

namespace KanaPerps.Simulator.Replay;

/// <summary>The feeds of a replay, and who is subscribed to them. All members are thread safe.</summary>
internal sealed class ReplayFeeds
{
    private readonly object _gate = new();
    private readonly Dictionary<string, ReplayFeed> _feeds = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _subscriptions;

    /// <summary>Subscribes, and posts the feed's last message unless its connection was lost. Asking again posts it again.</summary>
    public void Subscribe(WebSocketSession session, SubscribeRequest request)
    {
        lock (_gate)
        {
            ReplayFeed feed = Find(FeedName.Of(request.Topic, KeyOf(request)));
            _subscriptions += feed.Add(session) ? 1 : 0;
            if (feed is { Latest: { } latest, IsLost: false })
            {
                session.Post(feed, latest);
            }

            ReleaseWaiters();
        }
    }

    /// <summary>Removes a socket that has ended.</summary>
    public void Remove(WebSocketSession session)
    {
        lock (_gate)
        {
            _subscriptions -= _feeds.Values.Count(feed => feed.Sessions.Remove(session));
        }
    }

    /// <summary>Completes as soon as there are at least so many subscriptions.</summary>
    public Task WaitForSubscriptionsAsync(int count)
    {
        lock (_gate)
        {
            if (_subscriptions >= count)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Whether a message came over another connection than the feed's last one.</summary>
    public bool IsOnAnotherConnection(ReplayStep step)
    {
        lock (_gate)
        {
            return step.Kind == ReplayStepKind.Message && Find(step.Subject) is { IsLost: false, Connection: { } last } && last != step.Connection;
        }
    }

    /// <summary>Marks the connection of a feed as lost.</summary>
    /// <param name="name">The feed, or an empty text for all.</param>
    /// <returns>The sockets to close.</returns>
    public IReadOnlyList<WebSocketSession> Lose(string name)
    {
        lock (_gate)
        {
            IReadOnlyList<WebSocketSession> closed = name.Length == 0 ? [.. _feeds.Values.SelectMany(feed => feed.Lose())] : Find(name).Lose();
            _subscriptions -= closed.Count;
            return closed;
        }
    }

    /// <summary>Completes when as many readers have subscribed to a feed again as were cut off.</summary>
    public Task AllBackAsync(string name)
    {
        lock (_gate)
        {
            return Find(name).AllBackAsync();
        }
    }

    /// <summary>Posts a message to the subscribers of its feed.</summary>
    /// <returns>The subscribers.</returns>
    public IReadOnlyList<WebSocketSession> Post(ReplayStep step)
    {
        lock (_gate)
        {
            ReplayFeed feed = Find(step.Subject);
            feed.Take(step.Bytes, step.Connection);
            foreach (WebSocketSession session in feed.Sessions)
            {
                session.Post(feed, step.Bytes);
            }

            return [.. feed.Sessions];
        }
    }

    /// <summary>Forgets every message and every subscription.</summary>
    /// <returns>How many subscriptions there were.</returns>
    public int Clear()
    {
        lock (_gate)
        {
            int subscriptions = _subscriptions;
            _feeds.Clear();
            _subscriptions = 0;
            return subscriptions;
        }
    }

    // The venue names markets by text, and drops leading zeros of addresses.
    private static string? KeyOf(SubscribeRequest request) =>
        request.MarketId is { } market ? MarketIds.Read(market) is { } id ? MarketIds.Text(id) : market
        : AccountAddress.TryNormalize(request.Address, out string address) ? address
        : request.Address;

    private ReplayFeed Find(string name)
    {
        if (!_feeds.TryGetValue(name, out ReplayFeed? feed))
        {
            _feeds.Add(name, feed = new ReplayFeed());
        }

        return feed;
    }

    private void ReleaseWaiters()
    {
        foreach ((_, TaskCompletionSource reached) in _waiters.Where(w => _subscriptions >= w.Count))
        {
            reached.TrySetResult();
        }

        _waiters.RemoveAll(w => w.Reached.Task.IsCompleted);
    }
}
