using System.Globalization;
using KanaPerps.Streaming.Queue;
using KanaPerps.Topics;
using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <summary>
/// The entry point of streaming. All subscribers in the process to the same endpoint, topic and key share one socket. All members are
/// thread-safe.
/// </summary>
public sealed class ConnectionManager : IAsyncDisposable
{
    private readonly object _gate = new();

    // By model too: a topic requested as text and as models has two feeds, because a feed has one codec and one memory.
    private readonly Dictionary<(FeedKey Key, Type Model), Feed> _feeds = [];
    private readonly FeedContext _context;

    // Feeds that are closing are no longer in the table above. DisposeAsync and CloseUnusedAsync wait for them.
    private readonly HashSet<Task> _closing = [];
    private bool _disposed;

    /// <summary>Creates a manager.</summary>
    /// <param name="options">The limits and deadlines, or null for the defaults.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public ConnectionManager(StreamOptions? options = null, TimeProvider? time = null)
    {
        TimeProvider clock = time ?? TimeProvider.System;
        _context = new FeedContext(options ?? new StreamOptions(), clock, new DialBudget(clock));
    }

    /// <summary>Subscribes to one key of a topic.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The address or market id, or null for all rows of a topic of the whole venue.</param>
    /// <param name="options">What to deliver, or null for the defaults.</param>
    /// <returns>The subscription; dispose it to leave.</returns>
    /// <exception cref="KanaException">The key is not an address where the topic takes one.</exception>
    public Subscription<T> Subscribe<T>(KanaEndpoint endpoint, Topic<T> topic, string? key = null, SubscriptionOptions? options = null) =>
        Subscribe(topic, [(endpoint, key)], options);

    /// <summary>
    /// Subscribes to several keys of a topic as one merged stream. A key named twice counts once. For a topic of the whole venue, a key is a
    /// market id, and only rows of the named markets are delivered.
    /// </summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <param name="options">What to deliver, or null for the defaults.</param>
    /// <returns>The subscription; dispose it to leave.</returns>
    /// <exception cref="KanaException">A key is not an address where the topic takes one.</exception>
    public Subscription<T> Subscribe<T>(Topic<T> topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets, SubscriptionOptions? options = null) =>
        Subscribe(topic, targets, options, group: null);

    /// <summary>Subscribes to several keys of a topic, for a consumer that reads several subscriptions as one stream.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="targets">The deployments and keys.</param>
    /// <param name="options">What to deliver, or null for the defaults.</param>
    /// <param name="group">The group that the subscription is read with, or null.</param>
    /// <returns>The subscription.</returns>
    /// <exception cref="KanaException">A key is not an address where the topic takes one.</exception>
    internal Subscription<T> Subscribe<T>(
        Topic<T> topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets, SubscriptionOptions? options, SubscriptionGroup? group)
    {
        options ??= new SubscriptionOptions();
        Dictionary<FeedKey, HashSet<long>?> marketsByFeed = MarketsByFeed(topic, targets);
        Subscription<T> subscription = new(_context.Options, _context.Time, group);
        group?.Add(subscription);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach ((FeedKey feedKey, HashSet<long>? markets) in marketsByFeed)
            {
                Feed<T> feed = FindOrCreate(feedKey, topic);
                feed.KeepConnections(options.Redundancy);
                feed.Attach(subscription.AddSource(feedKey, topic, options, (source, closeNow) => Leave(feed, () => feed.Detach(source), closeNow), markets));
                feed.Start();
            }
        }

        return subscription;
    }

    /// <summary>Taps one key of a topic: the feed lives as long as the tap, as with a subscriber.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The address or market id, or null for a topic of the whole venue.</param>
    /// <param name="tap">Gets the messages and notices.</param>
    /// <param name="redundancy">How many connections to keep, 1 or 2.</param>
    /// <returns>Leaves the feed when it is disposed. Nothing is passed to the tap afterwards.</returns>
    /// <exception cref="KanaException">The key is not an address where the topic takes one.</exception>
    internal IDisposable Tap(KanaEndpoint endpoint, Topic topic, string? key, IFeedTap tap, int redundancy = 1)
    {
        FeedKey feedKey = new(endpoint, topic.Name, topic.NormalizeKey(key));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Feed feed = topic.Accept(new FeedFinder(this, feedKey));
            feed.KeepConnections(redundancy);
            feed.Attach(tap);
            feed.Start();
            return new TapLease(this, feed, tap);
        }
    }

    /// <summary>The last list of a feed that another subscriber has: no connection is made for it.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="feed">The feed.</param>
    /// <returns>The rows, oldest first; none if there is no such feed, or nothing has come.</returns>
    internal IReadOnlyList<T> LastList<T>(FeedKey feed)
    {
        Feed? known;
        lock (_gate)
        {
            known = _feeds.GetValueOrDefault((feed, typeof(T)));
        }

        return (known as Feed<T>)?.LastRows() ?? [];
    }

    /// <summary>The status of all feeds, including those without subscribers and those that faulted.</summary>
    /// <returns>A row for each feed, oldest first.</returns>
    public IReadOnlyList<ConnectionStatus> GetConnections()
    {
        lock (_gate)
        {
            return [.. _feeds.Values.Select(f => f.Status()).OrderBy(s => s.Id)];
        }
    }

    /// <summary>Closes a feed. Its subscribers get a notice and end.</summary>
    /// <param name="id">The id that <see cref="GetConnections"/> gives.</param>
    /// <returns>Completes when the socket is closed; false if no feed has this id.</returns>
    public async Task<bool> DisconnectAsync(int id)
    {
        Task closed;
        lock (_gate)
        {
            if (_feeds.Values.FirstOrDefault(f => f.Id == id) is not { } feed)
            {
                return false;
            }

            closed = StopAsync(feed, tellSubscribers: true);
        }

        await closed.ConfigureAwait(false);
        return true;
    }

    /// <summary>Closes every feed without subscribers at once, before its linger time is over.</summary>
    /// <returns>Completes when the sockets are closed.</returns>
    public Task CloseUnusedAsync()
    {
        lock (_gate)
        {
            foreach (Feed feed in _feeds.Values.Where(f => f.Status().Subscribers == 0).ToArray())
            {
                _ = StopAsync(feed);
            }

            return Task.WhenAll(_closing);
        }
    }

    /// <summary>Closes every feed.</summary>
    /// <returns>Completes when no socket is open, within the close timeout.</returns>
    public async ValueTask DisposeAsync()
    {
        Task closed;
        lock (_gate)
        {
            _disposed = true;
            foreach (Feed feed in _feeds.Values.ToArray())
            {
                _ = StopAsync(feed, tellSubscribers: true);
            }

            closed = Task.WhenAll(_closing);
        }

        await closed.ConfigureAwait(false);
    }

    // The feeds to join, in the order of the targets, each with the markets to deliver, or null for all its rows.
    private static Dictionary<FeedKey, HashSet<long>?> MarketsByFeed(Topic topic, IEnumerable<(KanaEndpoint Endpoint, string? Key)> targets)
    {
        Dictionary<FeedKey, HashSet<long>?> marketsByFeed = [];
        foreach ((KanaEndpoint endpoint, string? key) in targets)
        {
            FeedKey feed = new(endpoint, topic.Name, topic.NormalizeKey(key));
            long? market = topic.KeyKind == TopicKeyKind.None && key is not null ? long.Parse(key, CultureInfo.InvariantCulture) : null;
            if (market is not { } id)
            {
                marketsByFeed[feed] = null;
            }
            else if (!marketsByFeed.TryAdd(feed, [id]))
            {
                // Null if all rows were asked for too: that includes this market.
                marketsByFeed[feed]?.Add(id);
            }
        }

        return marketsByFeed;
    }

    // Called under the lock. A new feed is to be started once its first user has joined: before, a message that comes at once would be missed.
    private Feed<T> FindOrCreate<T>(FeedKey key, Topic<T> topic)
    {
        if (_feeds.TryGetValue((key, typeof(T)), out Feed? known) && known is Feed<T> live && !live.HasEnded)
        {
            return live;
        }

        Feed<T> feed = new(key, topic, _context);
        _feeds[(key, typeof(T))] = feed;
        return feed;
    }

    // Detaches from a feed. If that was its last user, the feed closes now or lingers.
    private void Leave(Feed feed, Func<bool> detach, bool closeNow)
    {
        int attachments;
        lock (_gate)
        {
            if (!detach())
            {
                return;
            }

            attachments = feed.Attachments;
            if (closeNow || _context.Options.Linger == TimeSpan.Zero)
            {
                _ = StopAsync(feed);
                return;
            }
        }

        _ = LingerAsync(feed, attachments);
    }

    // If anything has joined meanwhile, the feed stays open; when that leaves, the feed lingers anew.
    private async Task LingerAsync(Feed feed, int attachments)
    {
        await Task.Delay(_context.Options.Linger, _context.Time).ConfigureAwait(false);
        lock (_gate)
        {
            if (feed.Attachments == attachments)
            {
                _ = StopAsync(feed);
            }
        }
    }

    // Called under the lock. Removes the feed from the table at once; the task completes when its socket is closed.
    private async Task StopAsync(Feed feed, bool tellSubscribers = false)
    {
        // If the feed had ended by itself, a new one may have replaced it in the table: that one stays.
        if (_feeds.TryGetValue((feed.Key, feed.ModelType), out Feed? known) && known == feed)
        {
            _feeds.Remove((feed.Key, feed.ModelType));
        }

        Task closed = feed.StopAsync(tellSubscribers);
        _closing.Add(closed);
        await closed.ConfigureAwait(false);
        lock (_gate)
        {
            _closing.Remove(closed);
        }
    }

    /// <summary>Finds the feed of a topic whose model is not known at compile time. Used under the lock.</summary>
    private sealed class FeedFinder(ConnectionManager manager, FeedKey key) : ITopicVisitor<Feed>
    {
        public Feed Visit<T>(Topic<T> topic) => manager.FindOrCreate(key, topic);
    }

    private sealed class TapLease(ConnectionManager manager, Feed feed, IFeedTap tap) : IDisposable
    {
        public void Dispose() => manager.Leave(feed, () => feed.Detach(tap), closeNow: false);
    }
}
