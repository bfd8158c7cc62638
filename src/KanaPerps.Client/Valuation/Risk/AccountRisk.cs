using System.Globalization;

namespace KanaPerps;

/// <summary>What the open positions of an account are worth together.</summary>
/// <remarks>
/// Computed by the module from the positions and prices of their markets, not sent by the venue. A sum is exact; where decimal can't hold all its digits, it
/// is rounded once, half to even, and named in InexactFields. It is null when one of its positions has no value, as Valued shows, or when it is out of
/// decimal's range.
/// </remarks>
public sealed record AccountRisk
{
    /// <summary>How many positions are open.</summary>
    public int Positions { get; init; }

    /// <summary>How many of them have values. The others have no price, are in the venue's early encoding, or are beyond what decimal can hold.</summary>
    public int Valued { get; init; }

    /// <summary>The notional of the long positions, in the quote currency.</summary>
    public decimal? LongNotional { get; init; }

    /// <summary>The notional of the short positions, in the quote currency, not negative.</summary>
    public decimal? ShortNotional { get; init; }

    /// <summary>LongNotional less ShortNotional: negative when the account is net short.</summary>
    public decimal? NetNotional { get; init; }

    /// <summary>LongNotional and ShortNotional together.</summary>
    public decimal? GrossNotional { get; init; }

    /// <summary>The collateral of the positions, in the quote currency.</summary>
    public decimal? Margin { get; init; }

    /// <summary>What closing all positions at their prices would gain, in the quote currency, before fees.</summary>
    public decimal? UnrealizedPnl { get; init; }

    /// <summary>
    /// The LiquidationDistancePercent of the position that is nearest to its liquidation, or null when no position has one. Of the positions with a value:
    /// where Valued is less than Positions, another one may be nearer.
    /// </summary>
    public decimal? NearestLiquidationPercent { get; init; }

    /// <summary>The market of that position: its symbol, or its id when it is not in the built-in table. Null without one.</summary>
    public string? NearestSymbol { get; init; }

    /// <summary>The side of that position, or null without one.</summary>
    public PositionSide? NearestSide { get; init; }

    /// <summary>Whether the list of positions or one of the prices may be out of date.</summary>
    public bool Stale { get; init; }

    /// <summary>How old the oldest of the prices was when this row was made, or null without prices.</summary>
    public TimeSpan? PriceAge { get; init; }

    /// <summary>Which price the positions are valued with.</summary>
    public PriceSource PriceSource { get; init; }

    /// <summary>The profile address, 0x and 64 lower-case digits; null for a wallet without positions whose profile was not looked up, got over REST.</summary>
    public string? Address { get; init; }

    /// <summary>The wallet of the profile, or null when it is not known: the one that was asked for, or that was looked up in the session before.</summary>
    public string? Wallet { get; init; }

    /// <summary>
    /// The network that it came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public string Network { get; init; } = "";

    /// <summary>When the newest of the positions and prices had been received, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Names of the sums that decimal could not hold exactly and that were rounded. Often Margin: the venue sends it with up to 28 decimals.</summary>
    public PropertyNames InexactFields { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Address ?? Wallet} {Positions} positions, net {NetNotional ?? (object)"-"}, pnl {UnrealizedPnl ?? (object)"-"}{(Stale ? " (stale)" : "")}");
}
