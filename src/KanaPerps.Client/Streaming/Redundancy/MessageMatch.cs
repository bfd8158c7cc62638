namespace KanaPerps.Streaming.Redundancy;

/// <summary>
/// The messages of one connection in comparison with what another one has delivered. They are matched in their order and not by their content alone: of a state that goes A, B, A the
/// other one may have delivered the first A only. So a match drops all before it, whichever of the two is behind. Not thread-safe, and without a clock of its own.
/// </summary>
/// <typeparam name="T">What is kept of a message.</typeparam>
/// <param name="mostOwed">How many messages may be owed.</param>
/// <param name="mostAhead">How many messages may be ahead.</param>
/// <param name="mostBytes">How many bytes these may take, unless it is one message.</param>
internal class MessageMatch<T>(int mostOwed = int.MaxValue, int mostAhead = int.MaxValue, long mostBytes = long.MaxValue)
    where T : IKeptMessage
{
    // What came and was not delivered, and what was delivered and has not come yet, both oldest first.
    private readonly Queue<T> _ahead = new();
    private readonly Queue<(ulong Fingerprint, TimeSpan At)> _owed = new();

    /// <summary>What came of this connection and the other one has not delivered, oldest first.</summary>
    public IReadOnlyCollection<T> Ahead => _ahead;

    /// <summary>The size of what is ahead, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the other one has delivered what has not come of this connection yet.</summary>
    public bool IsBehind => _owed.Count > 0;

    /// <summary>
    /// Whether a message of this connection was also one of the other's: only then can it be said what one of them has and the other has not.
    /// </summary>
    public bool IsAligned { get; private set; }

    /// <summary>Matches a message that came with what was delivered.</summary>
    /// <param name="fingerprint">The message.</param>
    /// <returns>Whether it was delivered before.</returns>
    public bool TryPay(ulong fingerprint)
    {
        int before = _owed.TakeWhile(o => o.Fingerprint != fingerprint).Count();
        if (before == _owed.Count)
        {
            return false;
        }

        IsAligned = true;
        DropOwed(before + 1);
        DropAhead(_ahead.Count);
        return true;
    }

    /// <summary>Matches a message that was delivered with what came.</summary>
    /// <param name="fingerprint">The message.</param>
    /// <returns>Whether it came before.</returns>
    public bool TryForget(ulong fingerprint)
    {
        int before = _ahead.TakeWhile(a => a.Fingerprint != fingerprint).Count();
        if (before == _ahead.Count)
        {
            return false;
        }

        IsAligned = true;
        DropAhead(before + 1);
        DropOwed(_owed.Count);
        return true;
    }

    /// <summary>Keeps a message that came and was not delivered.</summary>
    /// <param name="message">The message.</param>
    public void Keep(T message)
    {
        _ahead.Enqueue(message);
        Bytes += message.Size;
        while (_ahead.Count > mostAhead || (Bytes > mostBytes && _ahead.Count > 1))
        {
            DropAhead(1);
        }
    }

    /// <summary>Records a message that was delivered and has not come.</summary>
    /// <param name="fingerprint">The message.</param>
    /// <param name="now">The time.</param>
    public void Owe(ulong fingerprint, TimeSpan now)
    {
        _owed.Enqueue((fingerprint, now));
        if (_owed.Count > mostOwed)
        {
            DropOwed(1);
        }
    }

    /// <summary>Begins to compare: these messages are owed, and nothing else.</summary>
    /// <param name="fingerprints">The messages, oldest first.</param>
    /// <param name="now">The time.</param>
    public void Align(IEnumerable<ulong> fingerprints, TimeSpan now)
    {
        IsAligned = true;
        DropAhead(_ahead.Count);
        DropOwed(_owed.Count);
        foreach (ulong fingerprint in fingerprints)
        {
            Owe(fingerprint, now);
        }
    }

    /// <summary>Takes out what is ahead.</summary>
    /// <returns>The messages, oldest first.</returns>
    public T[] TakeAhead()
    {
        T[] all = [.. _ahead];
        DropAhead(all.Length);
        return all;
    }

    /// <summary>Forgets what is owed for long: the venue sent a later state in its place.</summary>
    /// <param name="before">What was delivered before this time.</param>
    public void ForgetOwed(TimeSpan before) => DropOwed(_owed.TakeWhile(o => o.At < before).Count());

    /// <summary>Forgets what is ahead for long, but for the newest message.</summary>
    /// <param name="before">What came before this time.</param>
    public void ForgetAhead(TimeSpan before) => DropAhead(_ahead.SkipLast(1).TakeWhile(a => a.At < before).Count());

    private void DropAhead(int count)
    {
        for (; count > 0; count--)
        {
            Bytes -= _ahead.Dequeue().Size;
        }
    }

    private void DropOwed(int count)
    {
        for (; count > 0; count--)
        {
            _owed.Dequeue();
        }
    }
}
