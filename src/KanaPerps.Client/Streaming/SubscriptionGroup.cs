namespace KanaPerps.Streaming;

/// <summary>
/// Several subscriptions, of different topics too, read by one consumer in the order in which things arrived. Subscriptions can be added and left while it
/// is read.
/// </summary>
internal sealed class SubscriptionGroup : IDisposable
{
    private readonly List<IGroupMember> _members = [];

    // Without spinning: the time between two messages is longer than a thread should spin.
    private readonly ManualResetEventSlim _hasEntries = new(initialState: false, spinCount: 0);
    private long _order;

    /// <summary>Adds a subscription that was made for this group. Called by the consumer only.</summary>
    /// <param name="member">The subscription.</param>
    public void Add(IGroupMember member) => _members.Add(member);

    /// <summary>Takes a subscription out, which is left before. Called by the consumer only.</summary>
    /// <param name="member">The subscription.</param>
    public void Remove(IGroupMember member) => _members.Remove(member);

    /// <summary>The subscription to read from next: the one with the oldest event. Called by the consumer only.</summary>
    /// <returns>The subscription, or null when there is nothing to read.</returns>
    public IGroupMember? Next()
    {
        // By index: this runs for each message.
        IGroupMember? next = null;
        long? oldest = null;
        for (int i = 0; i < _members.Count; i++)
        {
            if (_members[i].NextOrder() is { } order && !(order >= oldest))
            {
                (next, oldest) = (_members[i], order);
            }
        }

        return next;
    }

    /// <summary>Blocks the calling thread until there is something to read. Needs no other thread of the pool. Called by the consumer only.</summary>
    /// <param name="timeout">How long at most, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when the time ran out.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation)
    {
        // What comes after the reset is signalled, what came before is seen.
        _hasEntries.Reset();
        return _members.Exists(m => m.HasEntries) || _hasEntries.Wait(timeout, cancellation);
    }

    /// <summary>Gives an entry its place among those of all members. Thread-safe.</summary>
    internal long NextOrder() => Interlocked.Increment(ref _order);

    /// <summary>Wakes the consumer. Thread-safe.</summary>
    internal void Signal() => _hasEntries.Set();

    /// <summary>Gives the group up, when its subscriptions were left. A feed that signals later does no harm. Called by the consumer only.</summary>
    public void Dispose() => _hasEntries.Dispose();
}
