namespace KanaPerps;

/// <summary>One balance of a wallet or of its profile, at the moment it was asked for.</summary>
public sealed record Balance : VenueRow
{
    /// <summary>Which balance.</summary>
    public BalanceKind Kind { get; init; }

    /// <summary>
    /// The amount as sent. The venue has written it as whole millionths until spring 2025 and in human units since. Wire: <c>data</c>.
    /// </summary>
    public decimal Amount { get; init; }

    /// <summary>What the amount counts: APT for <see cref="BalanceKind.Apt"/>, Quote for the others. Made by the client, not sent by the venue.</summary>
    public string Unit => Kind == BalanceKind.Apt ? "APT" : "Quote";

    /// <summary>The wallet address that was asked for, 0x and 64 lower-case digits.</summary>
    public required string WalletAddress { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind} {Amount} {Unit}");
}
