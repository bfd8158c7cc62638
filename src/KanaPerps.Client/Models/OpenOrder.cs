namespace KanaPerps;

/// <summary>A resting order of a profile. Wire: topic <c>open_orders</c>.</summary>
public sealed record OpenOrder : StateRow, ILedgerRow
{
    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id. Wire: <c>market_id</c>.</summary>
    public required long MarketId { get; init; }

    /// <summary>What the order does to a position. Wire: <c>order_type</c>.</summary>
    public OrderType OrderType { get; init; }

    /// <summary>Buy or sell, as follows from <see cref="OrderType"/>; null for an unknown type.</summary>
    public TradeSide? Side => OrderType.Side();

    /// <summary>The limit price. Wire: <c>price</c>.</summary>
    public decimal Price { get; init; }

    /// <summary>The size ordered. Wire: <c>total_size</c>.</summary>
    public decimal TotalSize { get; init; }

    /// <summary>The size not filled yet. Wire: <c>remaining_size</c>.</summary>
    public decimal RemainingSize { get; init; }

    /// <summary>Price times size, in the quote currency. Wire: <c>order_value</c>.</summary>
    public decimal OrderValue { get; init; }

    /// <summary>The leverage, 1 to 20. Wire: <c>leverage</c>.</summary>
    public decimal Leverage { get; init; }

    /// <summary>The order's id, a number too large for 64 bits, kept as text. Wire: <c>order_id</c>.</summary>
    public required string OrderId { get; init; }

    /// <summary>The id of the position that the order belongs to, or null. Wire: <c>trade_id</c>.</summary>
    public string? TradeId { get; init; }

    /// <summary>The profile address, 0x and 64 lower-case digits. Wire: <c>address</c>.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// The wallet of the profile, or null when it is not known: the one that was asked for, or that was looked up in the session before.
    /// Made by the client.
    /// </summary>
    public string? Wallet
    {
        get => AccountWallet;
        init => AccountWallet = value;
    }

    /// <summary>
    /// What became of an order that is Closed: the venue's word, Filled or Cancelled, where the process watches the order history of the profile and
    /// that has come already; else null. Made by the client.
    /// </summary>
    public string? ClosedAs { get; init; }

    /// <summary>When the order was placed, in UTC, or null. Wire: <c>timestamp</c>.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>When the order last changed, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The ledger version of the last change, or null in the early encoding. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Symbol ?? (object)MarketId} {OrderType} {RemainingSize}/{TotalSize} @ {Price}{ClosedMark}");
}
