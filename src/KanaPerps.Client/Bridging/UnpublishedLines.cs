namespace KanaPerps.Bridging;

/// <summary>
/// What came over a feed while another bridge publishes it, without what that bridge has published: what is left is to be published if it ends. Two bridges have connections
/// of their own, so each gets the same messages a little earlier or later. They are matched in their order and not by their content alone: of a state that goes A, B, A the
/// other bridge may have published the first A only. Not thread-safe, and without a clock of its own.
/// </summary>
internal sealed class UnpublishedLines
{
    private readonly Queue<BridgeLine> _own = new();

    // What the other bridge has published and has not come here yet.
    private readonly Queue<(byte[] Payload, long Stamp)> _ahead = new();

    /// <summary>The message that came last, whether it is still among the lines or not; or null.</summary>
    public BridgeLine? Last { get; private set; }

    /// <summary>The lines that the other bridge has not published, as far as is known.</summary>
    public IReadOnlyCollection<BridgeLine> Lines => _own;

    /// <summary>Whether a message of this bridge was found among those of the other one: then <see cref="Lines"/> follow what that one has published last.</summary>
    public bool IsAligned { get; private set; }

    /// <summary>Whether the other bridge has published the message that came last.</summary>
    public bool IsLastPublished { get; private set; }

    /// <summary>Adds a message that came.</summary>
    /// <param name="line">The message.</param>
    /// <returns>How many bytes of memory it takes, less what is no longer kept.</returns>
    public long Add(BridgeLine line)
    {
        Last = line;
        if (!TryTake(_ahead, a => line.Payload.SequenceEqual(a.Payload)))
        {
            IsLastPublished = false;
            _own.Enqueue(line);
            return line.Bytes.Length;
        }

        // The other bridge is ahead, so it had all that came here before.
        IsAligned = true;
        IsLastPublished = true;
        return -Clear();
    }

    /// <summary>Adds a message that the other bridge has published.</summary>
    /// <param name="payload">The venue's message.</param>
    /// <param name="stamp">The clock's time stamp.</param>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long AddPublished(ReadOnlySpan<byte> payload, long stamp)
    {
        byte[] copy = payload.ToArray();
        long freed = 0;
        bool isFound = TryTake(_own, l => l.Payload.SequenceEqual(copy), l => freed += l.Bytes.Length);
        if (isFound)
        {
            IsAligned = true;
            IsLastPublished = _own.Count == 0;
            _ahead.Clear();
        }
        else
        {
            _ahead.Enqueue((copy, stamp));
        }

        return freed;
    }

    /// <summary>Forgets what is older than what a takeover needs.</summary>
    /// <param name="isOld">Whether a time stamp is too old.</param>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long Forget(Func<long, bool> isOld)
    {
        long freed = 0;
        while (_own.TryPeek(out BridgeLine? line) && isOld(line.Stamp))
        {
            freed += _own.Dequeue().Bytes.Length;
        }

        while (_ahead.TryPeek(out (byte[] Payload, long Stamp) ahead) && isOld(ahead.Stamp))
        {
            _ahead.Dequeue();
        }

        return freed;
    }

    /// <summary>
    /// Takes what is to be published when this bridge takes over, and forgets it. Where the other bridge has published what never came here, nothing says which lines are older than
    /// that: then it is the newest alone. A list of a history that is too old would repeat rows that its readers have forgotten.
    /// </summary>
    /// <param name="isState">Whether a message has the whole state: then only the newest matters, unless it is known which ones were published.</param>
    /// <returns>The lines, in their order.</returns>
    public IReadOnlyList<BridgeLine> TakeOver(bool isState)
    {
        IReadOnlyList<BridgeLine> lines =
            IsLastPublished || Last is null ? []
            : _own.Count == 0 || _ahead.Count > 0 || (isState && !IsAligned) ? [Last]
            : [.. _own];
        Clear();
        _ahead.Clear();
        return lines;
    }

    // Takes all items up to the first one that matches; none when none does.
    private static bool TryTake<T>(Queue<T> queue, Func<T, bool> matches, Action<T>? onTaken = null)
    {
        int count = 0;
        foreach (T item in queue)
        {
            count++;
            if (!matches(item))
            {
                continue;
            }

            for (; count > 0; count--)
            {
                T taken = queue.Dequeue();
                onTaken?.Invoke(taken);
            }

            return true;
        }

        return false;
    }

    private long Clear()
    {
        long freed = _own.Sum(l => (long)l.Bytes.Length);
        _own.Clear();
        return freed;
    }
}
