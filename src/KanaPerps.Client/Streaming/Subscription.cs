using System.Runtime.CompilerServices;
using KanaPerps.Streaming.Queue;
using KanaPerps.Topics;

namespace KanaPerps.Streaming;

/// <summary>
/// A consumer's subscription to one feed or several of one topic: one merged, ordered stream of rows and notices. Read it from one
/// thread at a time; disposing is safe from any thread, at any time, any number of times.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class Subscription<T> : IDisposable, IGroupMember
{
    private readonly SubscriptionQueue<T> _queue;
    private readonly List<SubscriptionSource<T>> _sources = [];

    // What a group has looked at and not read yet. Used by the consumer only.
    private QueueEntry<T>? _next;
    private int _openSources;
    private int _disposed;

    internal Subscription(StreamOptions options, TimeProvider time, SubscriptionGroup? group = null)
    {
        _queue = new SubscriptionQueue<T>(options, time, group);
    }

    /// <summary>The feeds subscribed to, in the order they were asked for.</summary>
    public IReadOnlyList<FeedKey> Feeds => [.. _sources.Select(s => s.Feed)];

    /// <summary>Whether nothing more will come: every feed has ended, or the subscription is disposed.</summary>
    public bool IsCompleted => _openSources == 0 || Volatile.Read(ref _disposed) != 0;

    /// <summary>Takes the next event if there is one.</summary>
    /// <param name="next">The event.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out StreamEvent<T> next)
    {
        if (!TryTake(out QueueEntry<T> entry))
        {
            next = default;
            return false;
        }

        if (entry.Notice is FaultNotice or DisconnectedNotice && entry.Source.TryEnd())
        {
            _openSources--;
        }

        IReadOnlyList<T> items = entry.Delivery is { } delivery ? entry.Source.View.Apply(delivery) : [];
        next = new(entry.Source.Feed, items, entry.Notice, entry.Merged);
        return true;
    }

    /// <summary>Blocks the calling thread until there is something to read. Needs no other thread of the pool.</summary>
    /// <param name="timeout">How long at most, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when the time ran out.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation) => _next is not null || _queue.Wait(timeout, cancellation);

    /// <summary>Reads until every feed has ended, the subscription is disposed or the token cancelled.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The events.</returns>
    public async IAsyncEnumerable<StreamEvent<T>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (!IsCompleted)
        {
            await _queue.WaitAsync(cancellation).ConfigureAwait(false);
            while (TryRead(out StreamEvent<T> next))
            {
                yield return next;
            }
        }
    }

    /// <summary>Leaves the feeds. Feeds without other subscribers close after their linger time.</summary>
    public void Dispose() => Leave(closeNow: false);

    /// <summary>Leaves the feeds. Feeds without other subscribers close at once.</summary>
    public void CloseNow() => Leave(closeNow: true);

    /// <inheritdoc/>
    bool IGroupMember.HasEntries => _next is not null || _queue.HasEntries();

    /// <inheritdoc/>
    long? IGroupMember.NextOrder()
    {
        if (TryTake(out QueueEntry<T> entry))
        {
            _next = entry;
        }

        return _next?.Order;
    }

    internal SubscriptionSource<T> AddSource(FeedKey feed, Topic<T> topic, SubscriptionOptions options, Action<SubscriptionSource<T>, bool> leave, IReadOnlySet<long>? markets = null)
    {
        SubscriptionSource<T> source = new(this, _queue, feed, topic, options, leave, markets);
        _sources.Add(source);
        _openSources++;
        return source;
    }

    /// <summary>Hands over a delivery. The consumer is not woken for it before <see cref="Wake"/>: one call does for a burst.</summary>
    internal (long Lost, long Merged) Post(SubscriptionSource<T> source, in Delivery<T> delivery) => _queue.Add(source.Lane, delivery);

    internal void Wake() => _queue.Wake();

    internal void Post(SubscriptionSource<T> source, StreamNotice notice) => _queue.Add(source.Lane, notice);

    private bool TryTake(out QueueEntry<T> entry)
    {
        if (_next is { } looked && Volatile.Read(ref _disposed) == 0)
        {
            entry = looked;
            _next = null;
            return true;
        }

        _next = null;
        return _queue.TryTake(out entry);
    }

    private void Leave(bool closeNow)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        foreach (SubscriptionSource<T> source in _sources)
        {
            source.Leave(closeNow);
        }

        _queue.Dispose();
    }
}
