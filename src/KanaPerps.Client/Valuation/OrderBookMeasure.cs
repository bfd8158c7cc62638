namespace KanaPerps;

/// <summary>What an order of some size would get from an order book, and how the book is balanced.</summary>
/// <remarks>
/// All of it is computed by the module from the levels of the book, not sent by the venue. Products and sums are exact, or null when decimal can't hold
/// them. AveragePrice, SlippageBps, Mid, MicroPrice, TopImbalance, DepthImbalance, and what an order by its value fills, are quotients: computed
/// of exact numbers, and rounded once, half to even, to the digits that decimal has, at most 28 of them behind the point.
/// </remarks>
public sealed record OrderBookMeasure
{
    /// <summary>When the book had been received, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol => MarketTable.SymbolOf(MarketId);

    /// <summary>The market's id.</summary>
    public required long MarketId { get; init; }

    /// <summary>The side of the order, or null when no order was measured. Buying takes asks, selling takes bids.</summary>
    public TradeSide? Side { get; init; }

    /// <summary>The size of the order in the base asset, or null.</summary>
    public decimal? Size { get; init; }

    /// <summary>The value of the order in the quote currency, or null.</summary>
    public decimal? Value { get; init; }

    /// <summary>The average price that the order gets: the value of what it fills by the size of that. Null when it fills nothing.</summary>
    public decimal? AveragePrice { get; init; }

    /// <summary>The price of the last level that the order takes from, or null when it fills nothing.</summary>
    public decimal? WorstPrice { get; init; }

    /// <summary>
    /// How much worse than the mid the average price is, in basis points of the mid: above it when buying, below it when selling. Negative
    /// when it is better, as in a crossed book. Null without an average price, or without a mid above zero.
    /// </summary>
    public decimal? SlippageBps { get; init; }

    /// <summary>The size that the book fills, in the base asset. A quotient for an order by its value that ends within a level.</summary>
    public decimal? Filled { get; init; }

    /// <summary>The value of what the book fills, in the quote currency.</summary>
    public decimal? FilledValue { get; init; }

    /// <summary>What the book can't fill: base asset of an order by its size, quote currency of an order by its value. 0 when it fills everything.</summary>
    public decimal? Unfilled { get; init; }

    /// <summary>How many levels the order takes from, or null when no order was measured.</summary>
    public int? LevelsUsed { get; init; }

    /// <summary>The price half way between best bid and best ask, or null when a side is missing.</summary>
    public decimal? Mid { get; init; }

    /// <summary>
    /// The mid, drawn towards the side with less size at the best price, where the next trade is more likely: (bid x ask size + ask x bid size) /
    /// (bid size + ask size). Null when a side is missing.
    /// </summary>
    public decimal? MicroPrice { get; init; }

    /// <summary>
    /// (bid size - ask size) / (bid size + ask size) at the best prices: 1 is all bids, -1 all asks, 0 balance. Null when a side is missing.
    /// </summary>
    public decimal? TopImbalance { get; init; }

    /// <summary>
    /// (bid size - ask size) / (bid size + ask size) of all levels of the book: 1 is all bids, -1 all asks, 0 balance. Null when a side is missing. A
    /// book that was cut with -Depth has the levels that are left.
    /// </summary>
    public decimal? DepthImbalance { get; init; }

    /// <summary>What the book holds within the distances that were asked for, the nearest first. Empty when none was, or without a mid above zero.</summary>
    public BookDepths Depth { get; init; } = BookDepths.None;

    /// <summary>What is unusual about the book.</summary>
    public BookAnomalies Anomalies { get; init; }

    /// <summary>
    /// The network that the book came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public string Network { get; init; } = "";

    /// <summary>Names of the level properties of which some value was rounded to the nearest decimal when the book was read. Usually empty.</summary>
    public PropertyNames InexactFields { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Symbol ?? (object)MarketId} {Side?.ToString() ?? "Mid"} {AveragePrice ?? Mid}");
}
