namespace KanaPerps;

/// <summary>An open position of a profile. Wire: topic <c>positions</c>.</summary>
public sealed record Position : StateRow, ILedgerRow
{
    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id. Wire: <c>market_id</c>.</summary>
    public required long MarketId { get; init; }

    /// <summary>Long or short. One account can hold both in one market. Wire: <c>is_long</c>, in REST replies <c>trade_side</c>.</summary>
    public PositionSide Side { get; init; }

    /// <summary>The size held, never negative. Wire: <c>size</c>.</summary>
    public decimal Size { get; init; }

    /// <summary>The average price of entry. Wire: <c>entry_price</c>.</summary>
    public decimal EntryPrice { get; init; }

    /// <summary>The price at which the position is liquidated. Wire: <c>liq_price</c>.</summary>
    public decimal LiquidationPrice { get; init; }

    /// <summary>The notional value at entry, in the quote currency. Wire: <c>value</c>.</summary>
    public decimal Value { get; init; }

    /// <summary>The collateral of the position, in the quote currency. Wire: <c>margin</c>.</summary>
    public decimal Margin { get; init; }

    /// <summary>The leverage, 1 to 20. Wire: <c>leverage</c>.</summary>
    public decimal Leverage { get; init; }

    /// <summary>The take-profit price, or null when none is set. Wire: <c>tp</c>; 0 also means none.</summary>
    public decimal? TakeProfit { get; init; }

    /// <summary>The stop-loss price, or null when none is set. Wire: <c>sl</c>; 0 also means none.</summary>
    public decimal? StopLoss { get; init; }

    /// <summary>The size not yet reserved by closing orders, or null if the venue did not send it. Wire: <c>available_order_size</c>.</summary>
    public decimal? AvailableOrderSize { get; init; }

    /// <summary>The id of the position, from open to close: a number too large for 64 bits, kept as text. Wire: <c>trade_id</c>.</summary>
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

    /// <summary>When the position last changed, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The ledger version of the last change, or null in the early encoding. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Symbol ?? (object)MarketId} {Side} {Size} @ {EntryPrice} {Leverage}x{ClosedMark}");
}
