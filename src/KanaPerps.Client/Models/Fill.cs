namespace KanaPerps;

/// <summary>A fill of one of a profile's orders. Wire: topic <c>trade_history</c>.</summary>
public sealed record Fill : VenueRow, ILedgerRow
{
    /// <summary>When the fill happened, in UTC, or null. Wire: <c>timestamp</c>.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id. Wire: <c>market_id</c>.</summary>
    public required long MarketId { get; init; }

    /// <summary>What the order did to the position. Wire: <c>order_type</c>.</summary>
    public OrderType OrderType { get; init; }

    /// <summary>Buy or sell, as follows from <see cref="OrderType"/>; null for an unknown type.</summary>
    public TradeSide? Side => OrderType.Side();

    /// <summary>The price. Wire: <c>price</c>.</summary>
    public decimal Price { get; init; }

    /// <summary>The size filled. Wire: <c>size</c>.</summary>
    public decimal Size { get; init; }

    /// <summary>Price times size, in the quote currency, or null if the venue did not send it. Wire: <c>order_value</c>.</summary>
    public decimal? OrderValue { get; init; }

    /// <summary>The fee paid, in the quote currency; makers pay nothing. Wire: <c>fee</c>.</summary>
    public decimal Fee { get; init; }

    /// <summary>The profit or loss realised, net of the fee, in the quote currency. Wire: <c>pnl</c>.</summary>
    public decimal Pnl { get; init; }

    /// <summary>The position's entry price, or null if the venue did not send it. Wire: <c>entry_price</c>.</summary>
    public decimal? EntryPrice { get; init; }

    /// <summary>The leverage, 1 to 20, or null if the venue did not send it. Wire: <c>leverage</c>.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>The id of the position, from open to close. It does not identify the fill: several fills share it. Wire: <c>trade_id</c>.</summary>
    public string? TradeId { get; init; }

    /// <summary>The order's id, or null if the venue did not send it. Wire: <c>order_id</c>.</summary>
    public string? OrderId { get; init; }

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

    /// <summary>When the venue last touched the row, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The ledger version of the fill, or null in the early encoding. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Symbol ?? (object)MarketId} {OrderType} {Size} @ {Price}, pnl {Pnl}");
}
