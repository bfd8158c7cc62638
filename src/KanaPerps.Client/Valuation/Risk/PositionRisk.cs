using System.Globalization;

namespace KanaPerps;

/// <summary>What an open position is worth at a price, and how far it is from its liquidation.</summary>
/// <remarks>
/// Computed by the module from the position and a price of its market, not sent by the venue. Notional and UnrealizedPnl are exact; where decimal can't
/// hold all their digits, they are rounded and named in InexactFields. Price (of a mid), UnrealizedPnlPercent, LiquidationDistancePercent and
/// EffectiveLeverage are quotients. Whatever is rounded is rounded once, half to even, to the digits that decimal has, at most 28 of them behind the
/// point; what is out of decimal's range is null. A position in the venue's early encoding (ticks, lots, millionths) has no values.
/// </remarks>
public sealed record PositionRisk
{
    /// <summary>
    /// What happened to the position: Current when it was there at the start, New when it was opened, Updated when it, its price, its funding rate or
    /// Stale has changed, Closed when it is gone. A closed position has its last values.
    /// </summary>
    public RowChange Change { get; init; }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id.</summary>
    public required long MarketId { get; init; }

    /// <summary>Long or short. One account can hold both in one market.</summary>
    public PositionSide Side { get; init; }

    /// <summary>The size held, in the base asset, as the venue sent it.</summary>
    public decimal Size { get; init; }

    /// <summary>The average price of entry, as the venue sent it.</summary>
    public decimal EntryPrice { get; init; }

    /// <summary>The price at which the venue liquidates the position, as the venue sent it.</summary>
    public decimal LiquidationPrice { get; init; }

    /// <summary>The collateral of the position, in the quote currency, as the venue sent it.</summary>
    public decimal Margin { get; init; }

    /// <summary>The leverage that the position was opened with, 1 to 20, as the venue sent it.</summary>
    public decimal Leverage { get; init; }

    /// <summary>The price that the position is valued with, or null when its market has none: no book, a side of it missing, no trade.</summary>
    public decimal? Price { get; init; }

    /// <summary>Which price that is.</summary>
    public PriceSource PriceSource { get; init; }

    /// <summary>When the price had been received, in UTC, by the local clock, or null without one.</summary>
    public DateTimeOffset? PriceAt { get; init; }

    /// <summary>How old the price was when this row was made, or null without one.</summary>
    public TimeSpan? PriceAge { get; init; }

    /// <summary>Whether the position or its price may be out of date: a connection was lost, or no data comes. The values are those of the last data.</summary>
    public bool Stale { get; init; }

    /// <summary>Size times price, in the quote currency, or null without a price above zero.</summary>
    public decimal? Notional { get; init; }

    /// <summary>
    /// What closing at the price would gain, in the quote currency, before fees: size x (price - entry price) for a long, the negative of that for a short.
    /// Null without a price above zero.
    /// </summary>
    public decimal? UnrealizedPnl { get; init; }

    /// <summary>UnrealizedPnl in percent of the margin, or null without a margin above zero.</summary>
    public decimal? UnrealizedPnlPercent { get; init; }

    /// <summary>
    /// How far the price is from the liquidation price, in percent of the price. Negative when it is already beyond: below it for a long, above it for a
    /// short. Null without a price, or when the position has no liquidation price.
    /// </summary>
    public decimal? LiquidationDistancePercent { get; init; }

    /// <summary>Notional divided by the margin that is left, Margin + UnrealizedPnl. Null when nothing is left.</summary>
    public decimal? EffectiveLeverage { get; init; }

    /// <summary>The funding rate of the market as sent, or null when it is not known at present. Positive means that longs pay shorts.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>The id of the position, from open to close: a number too large for 64 bits, kept as text.</summary>
    public string? TradeId { get; init; }

    /// <summary>The profile address, 0x and 64 lower-case digits.</summary>
    public string? Address { get; init; }

    /// <summary>The wallet of the profile, or null when it is not known: the one that was asked for, or that was looked up in the session before.</summary>
    public string? Wallet { get; init; }

    /// <summary>
    /// The network that it came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public string Network { get; init; } = "";

    /// <summary>When the position or its price had been received, whichever came later, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// Names of the properties that decimal could not hold exactly and that were rounded: Size, EntryPrice, LiquidationPrice, Margin, Leverage and Price
    /// when they were read, Notional and UnrealizedPnl when they were computed. Usually empty.
    /// </summary>
    public PropertyNames InexactFields { get; init; } = [];

    /// <summary>Whether the position is in the venue's early encoding: none of its numbers is in the units of the others.</summary>
    internal bool IsEarlyEncoded { get; init; }

    /// <summary>Whether Notional and UnrealizedPnl are known.</summary>
    internal bool IsValued => Notional is not null && UnrealizedPnl is not null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Symbol ?? (object)MarketId} {Side} {Size} @ {Price ?? (object)"-"} pnl {UnrealizedPnl ?? (object)"-"}{(Stale ? " (stale)" : "")}{(Change == RowChange.Closed ? " (closed)" : "")}");
}
