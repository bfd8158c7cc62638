namespace KanaPerps.Streaming;

/// <summary>Something that happened to an account: a row of one of its lists, or a notice about one of its streams.</summary>
public sealed record AccountEvent
{
    /// <summary>
    /// When it had arrived, in UTC, by the local clock. Of a row that is closed, when the client saw that it is gone; of a notice, when it happened.
    /// </summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What it is: Position, OpenOrder, Fill, OrderRecord, Transfer or Notice.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// What happened to the row of a list of which the venue sends the whole state, positions and open orders; null for anything else.
    /// </summary>
    public RowChange? Change => (Row as StateRow)?.Change;

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table, and for what is of no market.</summary>
    public string? Symbol => MarketTable.SymbolOf(MarketId);

    /// <summary>The market's id, or null for transfers and notices, which are of no market.</summary>
    public long? MarketId { get; init; }

    /// <summary>The row or the notice in a few words.</summary>
    public string Text => Notice is null ? $"{Row}" : $"{FeedTitle.Of(Notice.Feed)}: {Notice.Message}";

    /// <summary>The row as the other commands write it, such as a <see cref="Fill"/>, or null for a notice.</summary>
    public VenueRow? Row { get; init; }

    /// <summary>The notice, such as that of a lost connection, or null for a row.</summary>
    public StreamNotice? Notice { get; init; }

    /// <summary>The profile address, 0x and 64 lower-case digits.</summary>
    public required string? Address { get; init; }

    /// <summary>
    /// The wallet of the profile, or null when it is not known: the one that was asked for, or that was looked up in the session before.
    /// Made by the client.
    /// </summary>
    public string? Wallet { get; init; }

    /// <summary>
    /// The network that it came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public required string Network { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Text}";
}
