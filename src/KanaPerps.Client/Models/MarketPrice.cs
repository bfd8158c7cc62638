namespace KanaPerps;

/// <summary>The prices of a market at the time of the call: the best bid and ask, and the price of the last trade.</summary>
public sealed record MarketPrice : VenueRow
{
    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol { get; init; }

    /// <summary>The market's id, as requested.</summary>
    public required long MarketId { get; init; }

    /// <summary>The highest bid price, or null without bids. Wire: <c>bestBidPrice</c>.</summary>
    public decimal? BestBid { get; init; }

    /// <summary>The lowest ask price, or null without asks. Wire: <c>bestAskPrice</c>.</summary>
    public decimal? BestAsk { get; init; }

    /// <summary>The price of the last trade, or null when there was none. Wire: <c>data</c> of <c>getLastPlacedPrice</c>, a call of its own.</summary>
    public decimal? Last { get; init; }

    /// <summary>The middle between best bid and best ask, or null when a side is missing.</summary>
    public decimal? Mid => (BestBid / 2) + (BestAsk / 2);

    /// <summary>The best ask minus the best bid, or null when a side is missing.</summary>
    public decimal? Spread => BestAsk - BestBid;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Symbol ?? (object)MarketId} {BestBid ?? (object)"-"} / {BestAsk ?? (object)"-"}, last {Last ?? (object)"-"}");
}
