namespace KanaPerps;

/// <summary>The direction of a transfer between wallet and profile.</summary>
public enum TransferKind
{
    /// <summary>Into the profile.</summary>
    Deposit,

    /// <summary>Out of the profile.</summary>
    Withdrawal,
}
