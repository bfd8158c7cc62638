using KanaPerps.Nats;

namespace KanaPerps.Bridging;

/// <summary>What a session knows of the lease of a feed: the last message at its subject says which bridge publishes the feed. Used by the session's loop alone, but for <see cref="IsDirty"/>.</summary>
internal sealed class BridgeLease(BridgeFeed feed)
{
    private bool _isDirty = true;

    public BridgeFeed Feed => feed;

    /// <summary>The bridge that has the lease, empty when none has.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>The number of the lease's message in the stream, 0 when there is none.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>The term of the lease: a later one has a higher number.</summary>
    public ulong Term { get; private set; }

    /// <summary>Whether the lease may have changed. Set from any thread.</summary>
    public bool IsDirty
    {
        get => Volatile.Read(ref _isDirty);
        set => Volatile.Write(ref _isDirty, value);
    }

    /// <summary>What the session has subscribed to for the feed: its messages while it stands by, questions while it publishes.</summary>
    public IAsyncDisposable? Subscription { get; set; }

    /// <summary>Takes what the stream says.</summary>
    public void Take(StoredMessage? last)
    {
        // What another program has put there counts as the lease of a bridge that sends no heartbeats.
        BridgeRecord? record = last is null ? new() : BridgeRecord.Read(last.Payload.Span);
        (Holder, Sequence, Term) = (record?.Bridge ?? "?", last?.Sequence ?? 0, record?.Term ?? 0);
    }

    /// <summary>This bridge has got the lease.</summary>
    public void Take(string bridge, ulong sequence, ulong term) => (Holder, Sequence, Term) = (bridge, sequence, term);
}
