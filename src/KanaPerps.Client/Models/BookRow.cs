namespace KanaPerps;

/// <summary>A level of an order book as a flat row that stands on its own, made for tables and CSV files.</summary>
public sealed record BookRow
{
    /// <summary>The network that the book came from, or the address of another deployment. <c>-Network</c> takes it.</summary>
    public string Network { get; init; } = "";

    /// <summary>When the book had arrived, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The market's symbol, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id.</summary>
    public required long MarketId { get; init; }

    /// <summary>Bid or ask. Wire: <c>is_ask</c>.</summary>
    public BookSide Side { get; init; }

    /// <summary>The position on its side of the book: 1 is the best price.</summary>
    public int Level { get; init; }

    /// <summary>The price. Wire: <c>price</c>.</summary>
    public decimal Price { get; init; }

    /// <summary>The size resting at that price. Wire: <c>size</c>.</summary>
    public decimal Size { get; init; }

    /// <summary>The size of this level and all better ones of its side, or null if the sum is too large for a decimal.</summary>
    public decimal? CumulativeSize { get; init; }

    /// <summary>When the level last changed, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The ledger version of the last change, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Side} {Level}: {Size} @ {Price}");
}
