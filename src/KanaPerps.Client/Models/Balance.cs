namespace KanaPerps;

/// <summary>One balance of a wallet or of its profile, at the time of the call.</summary>
public sealed record Balance : VenueRow
{
    /// <summary>Which balance: Wallet, Profile, Net or Apt.</summary>
    public BalanceKind Kind { get; init; }

    /// <summary>The amount as sent: in whole millionths until spring 2025, in human units since. Wire: <c>data</c>.</summary>
    public decimal Amount { get; init; }

    /// <summary>What the amount counts: APT for Apt, for the others USDC, in which the venue's markets are quoted. Set by the module, not sent by the venue.</summary>
    public string Unit => Kind == BalanceKind.Apt ? "APT" : "USDC";

    /// <summary>The requested wallet address, 0x and 64 lower-case digits.</summary>
    public required string WalletAddress { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind} {Amount} {Unit}");
}
