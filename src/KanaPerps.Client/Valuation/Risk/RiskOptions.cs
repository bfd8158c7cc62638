using KanaPerps.Topics;

namespace KanaPerps.Valuation;

/// <summary>What positions are valued with, and which of the changes are written.</summary>
internal sealed record RiskOptions
{
    /// <summary>The price.</summary>
    public PriceSource PriceSource { get; init; }

    /// <summary>The topic that brings it.</summary>
    public string PriceTopic => PriceSource == PriceSource.Last ? KanaTopics.RecentTrades.Name : KanaTopics.OrderBook.Name;

    /// <summary>Whether rows of accounts are written, in place of rows of positions.</summary>
    public bool ByAccount { get; init; }

    /// <summary>The least time between two rows of one position or account.</summary>
    public TimeSpan MinInterval { get; init; }

    /// <summary>How far a price must have moved since the last row, in percent of the price then.</summary>
    public decimal MinChangePercent { get; init; }

    /// <summary>
    /// How long the first row of a position waits for its price and funding rate, so that a stream does not begin with rows that lack them. It waits no
    /// longer when their feeds report trouble.
    /// </summary>
    public TimeSpan FirstPricePatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the prices of all markets are kept that come, also of those without positions: a reader of what others have subscribed to is not sent the
    /// present price when a position is opened.
    /// </summary>
    public bool KeepsAllMarkets { get; init; }

    /// <summary>After how long without a book a price of one is stale, in case no notice says so.</summary>
    public TimeSpan StaleAfter { get; init; } = new Streaming.StreamOptions().StaleAfter;
}
