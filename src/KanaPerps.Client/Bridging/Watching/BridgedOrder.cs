using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>
/// Puts what comes of a feed in its order: what was there when it was joined, then each message and notice once, by their numbers. What comes before the answer of the
/// bridge waits for it. Not thread-safe.
/// </summary>
internal sealed class BridgedOrder
{
    private readonly string _feed;
    private readonly List<(string? Id, byte[] Payload, BridgedItem Item)> _early = [];
    private ulong _term;
    private long _sequence;
    private bool _isJoined;

    /// <summary>Begins with nothing.</summary>
    /// <param name="feed">The name of the feed.</param>
    public BridgedOrder(string feed)
    {
        _feed = feed;
    }

    /// <summary>The bridge that publishes the feed.</summary>
    public string Bridge { get; private set; } = "";

    /// <summary>After how long without a heartbeat it counts as dead.</summary>
    public TimeSpan Silence { get; private set; } = new BridgeTimes().Silence;

    /// <summary>How many messages and notices were lost on the way, at least; nothing is taken any more then.</summary>
    public long Missing { get; private set; }

    /// <summary>Takes the answer of the bridge.</summary>
    /// <param name="record">Where in the feed it is.</param>
    /// <param name="items">The last message and the notices that hold.</param>
    /// <returns>What is to be handed on.</returns>
    public IEnumerable<BridgedItem> Join(BridgeRecord record, IReadOnlyList<BridgedItem> items)
    {
        (ulong term, long sequence) = (record.Term!.Value, record.Sequence!.Value);
        if (_isJoined && term == _term)
        {
            // Asked again: the state, unless something newer is on its way.
            return sequence == _sequence ? items.Where(i => i.Notice is null && !IsLost(items)) : [];
        }

        if (_isJoined && term < _term)
        {
            return [];
        }

        (Bridge, _term, _sequence, _isJoined) = (record.Bridge, term, sequence, true);
        Silence = record.SilenceMs > 0 ? TimeSpan.FromMilliseconds(record.SilenceMs) : Silence;

        // The last message is no present state while the bridge has lost the venue.
        List<BridgedItem> joined = [.. items.Where(i => i.Notice is not null || !IsLost(items))];
        foreach ((string? id, byte[] payload, BridgedItem item) in _early)
        {
            joined.AddRange(Take(id, payload, item));
        }

        _early.Clear();
        return joined;
    }

    /// <summary>Takes something that was published.</summary>
    /// <param name="id">Its id, or null.</param>
    /// <param name="payload">What was published.</param>
    /// <param name="item">The same, read.</param>
    /// <returns>What is to be handed on.</returns>
    public IEnumerable<BridgedItem> Take(string? id, ReadOnlySpan<byte> payload, BridgedItem item)
    {
        if (!_isJoined)
        {
            _early.Add((id, payload.ToArray(), item));
            return [];
        }

        if (!BridgeMessageId.TryParse(id, out BridgeMessageId parsed) || parsed.Feed != _feed)
        {
            return [BridgedLine.Foreign(payload, "it has no id of a bridge")];
        }

        // Published again, or by a bridge that no longer has the lease.
        if (Missing > 0 || parsed.Term < _term || (parsed.Term == _term && parsed.Sequence <= _sequence))
        {
            return [];
        }

        Missing = parsed.Sequence - 1 - (parsed.Term == _term ? _sequence : 0);
        if (Missing > 0)
        {
            return [];
        }

        (Bridge, _term, _sequence) = (parsed.Bridge, parsed.Term, parsed.Sequence);
        return [item];
    }

    private static bool IsLost(IReadOnlyList<BridgedItem> items) => items.Any(i => i.Notice is ReconnectingNotice);
}
