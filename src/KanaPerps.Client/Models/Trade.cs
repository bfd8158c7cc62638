namespace KanaPerps;

/// <summary>
/// One side of a match in a market. Each match is two rows with the same transaction version, price and size: summing sizes counts every
/// match twice. Wire: topic <c>recent_trades</c>.
/// </summary>
public sealed record Trade : VenueRow, ILedgerRow
{
    /// <summary>When the match happened, in UTC, or null. Wire: <c>timestamp</c>.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id. Wire: <c>market_id</c>.</summary>
    public required long MarketId { get; init; }

    /// <summary>What the order did to its owner's position. Wire: <c>order_type</c>.</summary>
    public OrderType OrderType { get; init; }

    /// <summary>Buy or sell, as follows from <see cref="OrderType"/>; null for an unknown type.</summary>
    public TradeSide? Side => OrderType.Side();

    /// <summary>The price. Wire: <c>price</c>.</summary>
    public decimal Price { get; init; }

    /// <summary>The size. Wire: <c>size</c>.</summary>
    public decimal Size { get; init; }

    /// <summary>Price times size, in the quote currency. Wire: <c>order_value</c>.</summary>
    public decimal OrderValue { get; init; }

    /// <summary>The fee that this side paid, in the quote currency. Wire: <c>fee</c>.</summary>
    public decimal Fee { get; init; }

    /// <summary>The profit or loss that this side realised, net of the fee, in the quote currency. Wire: <c>pnl</c>.</summary>
    public decimal Pnl { get; init; }

    /// <summary>The leverage of this side, 1 to 20. Wire: <c>leverage</c>.</summary>
    public decimal Leverage { get; init; }

    /// <summary>The entry price of this side's position, or null. Wire: <c>entry_price</c>.</summary>
    public decimal? EntryPrice { get; init; }

    /// <summary>The id of this side's position, from open to close. Wire: <c>trade_id</c>.</summary>
    public string? TradeId { get; init; }

    /// <summary>The order's id, or null. Wire: <c>order_id</c>.</summary>
    public string? OrderId { get; init; }

    /// <summary>The profile address of this side, 0x and 64 lower-case digits. Wire: <c>address</c>.</summary>
    public string? Address { get; init; }

    /// <summary>When the venue last touched the row, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The ledger version of the match, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Symbol ?? (object)MarketId} {Side?.ToString() ?? OrderType.ToString()} {Size} @ {Price}");
}
