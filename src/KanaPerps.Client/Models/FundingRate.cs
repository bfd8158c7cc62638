namespace KanaPerps;

/// <summary>The funding rate of a market. Wire: topic <c>live_funding_rate</c>.</summary>
public sealed record FundingRate : StateRow, ILedgerRow
{
    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id. Wire: <c>market_id</c>.</summary>
    public required long MarketId { get; init; }

    /// <summary>
    /// The rate as sent. Positive means that longs pay shorts. The venue documents neither unit nor interval. Wire: <c>funding_rate</c>.
    /// </summary>
    public decimal Rate { get; init; }

    /// <summary>When funding was last settled, in UTC, or null for none. Wire: <c>funding_timestamp</c>; 0 means none.</summary>
    public DateTimeOffset? FundingTimestamp { get; init; }

    /// <summary>When the row last changed, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The time of the ledger transaction, in UTC, or null. Wire: <c>transaction_timestamp</c>.</summary>
    public DateTimeOffset? TransactionTimestamp { get; init; }

    /// <summary>The ledger version of the last change, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Symbol ?? (object)MarketId} funding {Rate}{ClosedMark}");
}
