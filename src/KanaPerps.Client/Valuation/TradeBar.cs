using System.Globalization;

namespace KanaPerps;

/// <summary>The trades of a market in an interval. A match is one trade, although the venue sends a row for each of its sides.</summary>
/// <remarks>
/// Computed by the module from the rows, not sent by the venue. Volume, Value, BuyVolume and SellVolume are exact, or null when decimal can't hold them.
/// Vwap is a quotient of exact numbers, rounded once, half to even, to the digits that decimal has, at most 28 of them behind the point.
/// </remarks>
public sealed record TradeBar
{
    /// <summary>The begin of the interval, in UTC. A trade at this time belongs to it.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The end of the interval, in UTC. A trade at this time belongs to the next one.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id.</summary>
    public required long MarketId { get; init; }

    /// <summary>The price of the first trade, or null without trades. Trades are ordered by time, then by ledger version, then as they came.</summary>
    public decimal? Open { get; init; }

    /// <summary>The highest price, or null without trades.</summary>
    public decimal? High { get; init; }

    /// <summary>The lowest price, or null without trades.</summary>
    public decimal? Low { get; init; }

    /// <summary>The price of the last trade, or null without trades.</summary>
    public decimal? Close { get; init; }

    /// <summary>The sizes of all trades, added up, in the base asset.</summary>
    public decimal? Volume { get; init; }

    /// <summary>Price times size of all trades, added up, in the quote currency.</summary>
    public decimal? Value { get; init; }

    /// <summary>How many trades there were.</summary>
    public long Trades { get; init; }

    /// <summary>The average price, weighted by size: Value by Volume, rounded once. Null without trades.</summary>
    public decimal? Vwap { get; init; }

    /// <summary>
    /// The volume of trades whose taker bought. The taker is the side that paid the larger fee; where the input lacks the other side, or the fees are
    /// equal, the trade counts in Volume alone.
    /// </summary>
    public decimal? BuyVolume { get; init; }

    /// <summary>The volume of trades whose taker sold.</summary>
    public decimal? SellVolume { get; init; }

    /// <summary>Whether trades of the interval may be missing. Anomalies says why.</summary>
    public bool Incomplete => Anomalies != TradeBarAnomalies.None;

    /// <summary>Why trades of the interval may be missing.</summary>
    public TradeBarAnomalies Anomalies { get; init; }

    /// <summary>How many rows came, while this bar was open, that belong to an earlier bar, which had been written. They are in no bar.</summary>
    public long LateRows { get; init; }

    /// <summary>
    /// The network that the trades came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public required string Network { get; init; }

    /// <summary>When the last of its rows had been received, in UTC, by the local clock, or null without trades.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Names of the properties of its rows, Price or Size, of which some value was rounded to the nearest decimal when it was read. Usually empty.</summary>
    public PropertyNames InexactFields { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Symbol ?? (object)MarketId} {Start:u} {Open ?? (object)"-"} {High ?? (object)"-"} {Low ?? (object)"-"} {Close ?? (object)"-"}");
}
