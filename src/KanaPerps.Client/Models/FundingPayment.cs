namespace KanaPerps;

/// <summary>
/// Funding that a profile paid or received. The venue documents the call but not the rows: each value is null when it is not found under
/// any of the names that it may go by, and <see cref="Json"/> has the whole row.
/// </summary>
public sealed record FundingPayment : VenueRow
{
    /// <summary>When the funding was settled, in UTC, or null. Wire: <c>timestamp</c> or <c>funding_timestamp</c>.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id, or null. Wire: <c>market_id</c>.</summary>
    public long? MarketId { get; init; }

    /// <summary>Long or short, or null. Wire: <c>is_long</c> or <c>trade_side</c>.</summary>
    public PositionSide? Side { get; init; }

    /// <summary>
    /// The amount in the quote currency as sent, or null. The venue does not document which sign is a payment. Wire: <c>funding_amount</c>,
    /// <c>amount</c>, <c>funding_fee</c> or <c>funding_payment</c>.
    /// </summary>
    public decimal? Amount { get; init; }

    /// <summary>The funding rate as sent, or null. Positive means that longs pay shorts. Wire: <c>funding_rate</c> or <c>rate</c>.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The size of the position, or null. Wire: <c>size</c> or <c>position_size</c>.</summary>
    public decimal? Size { get; init; }

    /// <summary>The id of the position, from open to close: a number too large for 64 bits, kept as text, or null. Wire: <c>trade_id</c>.</summary>
    public string? TradeId { get; init; }

    /// <summary>The profile address, 0x and 64 lower-case digits, or null. Wire: <c>address</c>.</summary>
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

    /// <summary>The ledger version of the settlement, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <summary>The row as the venue sent it, as JSON text that is safe to print.</summary>
    public string Json { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Symbol ?? (object?)MarketId} {Side} funding {Amount} at {Rate}");
}
