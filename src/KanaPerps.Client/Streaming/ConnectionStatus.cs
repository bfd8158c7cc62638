using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>The state of a feed's connection at the time of the command.</summary>
public sealed record ConnectionStatus
{
    /// <summary>A number that names the connection in this process.</summary>
    public required int Id { get; init; }

    /// <summary>Which feed it is: what its notices carry.</summary>
    internal FeedKey? Feed { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The address or market id, or null for a topic without a key.</summary>
    public required string? Key { get; init; }

    /// <summary>The market's symbol when the key is the id of a known market, else null.</summary>
    public string? Symbol => MarketTable.SymbolOf(MarketIds.Read(Key));

    /// <summary>The address of the streams.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The state of the feed.</summary>
    public required ConnectionState State { get; init; }

    /// <summary>Since when, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether data flows as it should: live, and not stale.</summary>
    public required bool Healthy { get; init; }

    /// <summary>How many commands use the feed; with 0 it closes after a few seconds.</summary>
    public required int Subscribers { get; init; }

    /// <summary>How old the last message is, or null when none has come.</summary>
    public required TimeSpan? LastMessageAge { get; init; }

    /// <summary>How old the newest data is, or null when none has come: since something in the messages changed, or by the venue's own time in them if that is older.</summary>
    /// <remarks>The venue's time is to the second, and is compared with the clock of this machine. A quiet market has old data too.</remarks>
    public required TimeSpan? DataAge { get; init; }

    /// <summary>Messages received.</summary>
    public required long Messages { get; init; }

    /// <summary>Bytes of the messages received.</summary>
    public required long Bytes { get; init; }

    /// <summary>Rows delivered; a book counts as one.</summary>
    public required long Rows { get; init; }

    /// <summary>How often the feed has reconnected.</summary>
    public required long Reconnects { get; init; }

    /// <summary>When the connection was last lost, in UTC, or null.</summary>
    public required DateTimeOffset? LastLoss { get; init; }

    /// <summary>Why the connection was last lost or could not be made, or null.</summary>
    public required string? LastLossReason { get; init; }

    /// <summary>How often rows may be missing: after a reconnect, or between two lists on one connection.</summary>
    public required long Gaps { get; init; }

    /// <summary>Rows dropped because a consumer was too slow, over all subscribers.</summary>
    public required long Lagged { get; init; }

    /// <summary>Snapshots merged into newer ones because a consumer was slow, over all subscribers. Nothing is lost by it.</summary>
    public required long Merged { get; init; }

    /// <summary>Messages and rows that could not be delivered.</summary>
    public long BadMessages => BadMessagesByReason.Values.Sum();

    /// <summary>The same, by reason.</summary>
    public required IReadOnlyDictionary<BadMessageReason, long> BadMessagesByReason { get; init; }

    /// <summary>Messages in a row, up to the last one, that were not data of this feed: unreadable, or of another market or account.</summary>
    public required long UnusedMessages { get; init; }

    /// <summary>The beginning of the last of them, with control characters escaped, or null.</summary>
    public required string? LastUnusedMessage { get; init; }

    /// <summary>How many connections the feed is to keep: 1, or 2 with a second one that takes over when the first is lost or behind.</summary>
    public int Redundancy { get; init; } = 1;

    /// <summary>The address of the connection that the feed follows, or null while there is none.</summary>
    public string? Leader { get; init; }

    /// <summary>The address of the second connection; "connecting" while there is none, and null where none is to be kept.</summary>
    public string? Standby { get; init; }

    /// <summary>How often the second connection has taken over: each time, nothing was missed.</summary>
    public long Takeovers { get; init; }

    /// <summary>Messages that the second connection brought first, or alone.</summary>
    public long Saved { get; init; }

    /// <summary>Numbers that decimal could not hold exactly.</summary>
    public required long InexactNumbers { get; init; }

    /// <summary>Whether the second connection has brought data, so that it can take over.</summary>
    internal bool CanTakeOver { get; init; }

    /// <summary>Whether an empty first list has come and is not taken for the state yet.</summary>
    internal bool HoldsEmptyList { get; init; }

    /// <summary>What is wrong with the last message that was not data, or null.</summary>
    internal BadMessageReason? UnusedReason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Topic}{(Key is null ? "" : " ")}{Symbol ?? Key} {State}";
}
