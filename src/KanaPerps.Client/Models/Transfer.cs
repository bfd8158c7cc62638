namespace KanaPerps;

/// <summary>A deposit to or a withdrawal from a profile. Wire: topic <c>deposit_withdraw_history</c>.</summary>
public sealed record Transfer : VenueRow, ILedgerRow
{
    /// <summary>When the transfer happened, in UTC, or null. Wire: <c>timestamp</c>.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Deposit or withdrawal. Wire: <c>is_deposit</c>.</summary>
    public TransferKind Kind { get; init; }

    /// <summary>The amount in the quote currency, in human units. Wire: <c>amount</c>.</summary>
    public decimal Amount { get; init; }

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

    /// <summary>The ledger version of the transfer, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind} {Amount}");
}
