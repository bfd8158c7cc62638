namespace KanaPerps.Streaming.Redundancy;

/// <summary>What is known of one of the two connections of a feed, in comparison with the other.</summary>
internal sealed class MergeSource
{
    // While connections can't be compared, or one is dead and that is not known yet, what is kept must not grow.
    private const int MostOwed = 256;
    private const int MostAhead = 512;
    private const int MostBytesAhead = 8 * 1024 * 1024;

    // What came of this connection and has not gone to the feed, oldest first.
    private readonly List<KeptMessage> _ahead = [];

    // What the other connection brought, went to the feed, and has not come of this one yet, oldest first.
    private readonly List<(ulong Fingerprint, TimeSpan At)> _owed = [];
    private int _bytesAhead;

    /// <summary>Whether a message has come of it.</summary>
    public bool HasMessage { get; set; }

    /// <summary>
    /// Whether a message of it was also one of the other connection's: only then can it be said what one of them has and the other has not.
    /// </summary>
    public bool IsAligned { get; private set; }

    /// <summary>Whether it is certain where this connection is in the sequence: it has brought news, or what is like one message of the other alone.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>Since when the oldest message waits that came of this one and has not gone to the feed, or null.</summary>
    public TimeSpan? AheadSince => _ahead.Count > 0 ? _ahead[0].At : null;

    /// <summary>Records what the other connection brought.</summary>
    /// <param name="fingerprint">The message.</param>
    /// <param name="now">The time.</param>
    public void Owe(ulong fingerprint, TimeSpan now)
    {
        _owed.Add((fingerprint, now));
        if (_owed.Count > MostOwed)
        {
            _owed.RemoveAt(0);
        }
    }

    /// <summary>Forgets what is owed for longer than some time: the venue sent a later state in its place.</summary>
    /// <param name="longest">How long.</param>
    /// <param name="now">The time.</param>
    public void Expire(TimeSpan longest, TimeSpan now)
    {
        while (_owed.Count > 0 && now - _owed[0].At > longest)
        {
            _owed.RemoveAt(0);
        }
    }

    /// <summary>Begins to compare: these are owed, and nothing else.</summary>
    /// <param name="fingerprints">The messages, oldest first.</param>
    /// <param name="now">The time.</param>
    public void Align(IEnumerable<ulong> fingerprints, TimeSpan now)
    {
        IsAligned = true;
        _owed.Clear();
        _owed.AddRange(fingerprints.Select(f => (f, now)));
    }

    /// <summary>Records that it is certain where the connection is in the sequence.</summary>
    public void Confirm() => IsConfirmed = true;

    /// <summary>Strikes a message off what is owed, and all before it: the venue sent this connection nothing in between.</summary>
    /// <param name="fingerprint">The message.</param>
    /// <returns>Whether it was owed.</returns>
    public bool TryPay(ulong fingerprint)
    {
        int at = _owed.FindIndex(o => o.Fingerprint == fingerprint);
        if (at < 0)
        {
            return false;
        }

        _owed.RemoveRange(0, at + 1);
        (IsAligned, IsConfirmed) = (true, true);
        return true;
    }

    /// <summary>Keeps a message that the other connection may still bring.</summary>
    /// <param name="message">The message.</param>
    public void Keep(KeptMessage message)
    {
        _ahead.Add(message);
        _bytesAhead += message.Payload.Length;
        while (_ahead.Count > MostAhead || (_bytesAhead > MostBytesAhead && _ahead.Count > 1))
        {
            DropAhead(1);
        }
    }

    /// <summary>Drops a kept message that the other connection has brought now, and all before it.</summary>
    /// <param name="fingerprint">The message.</param>
    /// <returns>Whether it was kept.</returns>
    public bool TryForget(ulong fingerprint)
    {
        int at = _ahead.FindIndex(a => a.Fingerprint == fingerprint);
        if (at < 0)
        {
            return false;
        }

        DropAhead(at + 1);
        (IsAligned, IsConfirmed) = (true, true);
        return true;
    }

    /// <summary>Takes all kept messages out.</summary>
    /// <returns>The messages, oldest first.</returns>
    public KeptMessage[] TakeAhead()
    {
        KeptMessage[] all = [.. _ahead];
        DropAhead(all.Length);
        return all;
    }

    private void DropAhead(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _bytesAhead -= _ahead[i].Payload.Length;
        }

        _ahead.RemoveRange(0, count);
    }
}
