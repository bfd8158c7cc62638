using KanaPerps.Streaming;

namespace KanaPerps.Valuation;

/// <summary>The funding rates of a deployment. While their feed has trouble, they are not known.</summary>
internal sealed class FundingBoard
{
    private readonly Dictionary<long, decimal> _rates = [];
    private FeedTrouble _feed;

    /// <summary>Whether there is no use in waiting for the first rates.</summary>
    public bool IsSettled => _feed.IsSettled;

    /// <summary>The rate of a market, or null when it is not known.</summary>
    /// <param name="marketId">The market.</param>
    /// <returns>The rate.</returns>
    public decimal? RateOf(long marketId) => !_feed.IsOutOfDate && _rates.TryGetValue(marketId, out decimal rate) ? rate : null;

    /// <summary>Takes what changed.</summary>
    /// <param name="rows">The rows.</param>
    public void Saw(IReadOnlyList<FundingRate> rows)
    {
        _feed.SawData(isNew: true);
        foreach (FundingRate row in rows)
        {
            if (row.Change == RowChange.Closed)
            {
                _rates.Remove(row.MarketId);
            }
            else
            {
                _rates[row.MarketId] = row.Rate;
            }
        }
    }

    /// <summary>Takes a notice of its feed.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>Whether it says something of the rates.</returns>
    public bool Saw(StreamNotice notice) => _feed.Saw(notice);
}
