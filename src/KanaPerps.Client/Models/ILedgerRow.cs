namespace KanaPerps;

/// <summary>A row whose age can be told: by ledger version where the venue sends one, else by time.</summary>
internal interface ILedgerRow
{
    /// <summary>When the row last changed, or null.</summary>
    DateTimeOffset? LastUpdated { get; }

    /// <summary>The ledger version of the last change, or null.</summary>
    ulong? TransactionVersion { get; }
}
