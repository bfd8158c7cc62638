namespace KanaPerps.Streaming.Redundancy;

/// <summary>
/// Makes one sequence of messages of two connections that are sent the same. Pure: it has no sockets and no clock. A history takes what comes first of
/// either. A state follows one connection, the leader, since what the other brings may be older; what that brings ahead of the leader is kept. Messages are
/// matched in their order and not by what they say alone: a state that goes A, B, A is three messages.
/// </summary>
internal sealed class MessageMerge
{
    /// <summary>How long the leader may take for what the other connection has brought.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // What a connection has not brought after this time it will not bring: the venue sent it a later state in its place.
    private static readonly TimeSpan s_owedFor = TimeSpan.FromSeconds(5);

    private const int MostRecent = 16;

    private readonly bool _isHistory;
    private readonly List<MergeSource> _sources = [];

    // The last messages that went to the feed, for a connection that joins: its first message may be one of them.
    private readonly List<(ulong Fingerprint, TimeSpan At)> _recent = [];

    /// <summary>Makes a merge.</summary>
    /// <param name="isHistory">Whether the topic sends histories, and not its whole state.</param>
    public MessageMerge(bool isHistory)
    {
        _isHistory = isHistory;
    }

    /// <summary>The connection that is followed.</summary>
    public MergeSource? Leader { get; private set; }

    /// <summary>Adds a connection. The first is the leader.</summary>
    /// <returns>The connection.</returns>
    public MergeSource Join()
    {
        MergeSource source = new();
        _sources.Add(source);
        Leader ??= source;
        return source;
    }

    /// <summary>Takes a connection out that has ended.</summary>
    /// <param name="source">The connection.</param>
    public void Leave(MergeSource source)
    {
        _sources.Remove(source);
        Leader = Leader == source ? null : Leader;
    }

    /// <summary>Decides about a message.</summary>
    /// <param name="source">The connection that it came of.</param>
    /// <param name="fingerprint">What tells it from others.</param>
    /// <param name="now">The time by a monotonic clock.</param>
    /// <returns>What becomes of it. One to keep is to be given to <see cref="MessageMatch{T}.Keep"/>.</returns>
    public MergeVerdict Take(MergeSource source, ulong fingerprint, TimeSpan now)
    {
        bool isFirst = !source.HasMessage;
        source.HasMessage = true;
        source.ForgetOwed(before: now - s_owedFor);
        if (isFirst && IsRecent(source, fingerprint, now))
        {
            return MergeVerdict.Drop;
        }

        bool wasConfirmed = source.IsConfirmed;
        source.IsConfirmed = true;
        if (source.TryPay(fingerprint) || (!wasConfirmed && IsRecent(source, fingerprint, now, once: true)))
        {
            return MergeVerdict.Drop;
        }

        if (source != Leader && !_isHistory)
        {
            return MergeVerdict.Keep;
        }

        OnDelivered(source, fingerprint, now);
        return MergeVerdict.Deliver;
    }

    /// <summary>The connection that has waited too long for the leader to bring what it brought, or null.</summary>
    /// <param name="now">The time by a monotonic clock.</param>
    /// <returns>The connection.</returns>
    public MergeSource? AheadOfLeader(TimeSpan now) =>
        _isHistory ? null : _sources.Find(s => s != Leader && s.IsAligned && now - s.AheadSince > Patience);

    /// <summary>Follows another connection.</summary>
    /// <param name="source">The connection.</param>
    /// <param name="now">The time by a monotonic clock.</param>
    /// <returns>What goes to the feed now: what the connection brought and the one before had not.</returns>
    public IReadOnlyList<KeptMessage> TakeOver(MergeSource source, TimeSpan now)
    {
        Leader = source;

        // Of connections that could not be compared, the last state is all that is certain to be news or the same.
        KeptMessage[] kept = source.TakeAhead();
        kept = source.IsAligned ? kept : [.. kept.TakeLast(1)];
        kept = kept.Length > 0 && _recent.Count > 0 && kept[0].Fingerprint == _recent[^1].Fingerprint ? kept[1..] : kept;
        foreach (KeptMessage message in kept)
        {
            OnDelivered(source, message.Fingerprint, now);
        }

        return kept;
    }

    // Whether one of the first messages of a connection has gone to the feed before. What came after that is owed to it. A connection begins with the present
    // state, so of several alike it is the last. If it was not, the next message that is like one other alone shows it.
    private bool IsRecent(MergeSource source, ulong fingerprint, TimeSpan now, bool once = false)
    {
        int at = _recent.FindLastIndex(r => r.Fingerprint == fingerprint);
        if (at < 0)
        {
            return false;
        }

        bool isOnly = _recent.FindIndex(r => r.Fingerprint == fingerprint) == at;
        if (once && (!isOnly || now - _recent[at].At > s_owedFor))
        {
            return false;
        }

        source.Align(_recent.Skip(at + 1).Select(r => r.Fingerprint), now);
        source.IsConfirmed |= isOnly;
        return true;
    }

    private void OnDelivered(MergeSource from, ulong fingerprint, TimeSpan now)
    {
        _recent.Add((fingerprint, now));
        if (_recent.Count > MostRecent)
        {
            _recent.RemoveAt(0);
        }

        foreach (MergeSource other in _sources)
        {
            if (other != from && !other.TryForget(fingerprint))
            {
                other.Owe(fingerprint, now);
            }
        }
    }
}
