namespace KanaPerps.Recording.Picture;

/// <summary>Makes matches of trades: the venue tells each match twice, once for each side.</summary>
internal sealed class MatchPairs
{
    // Both sides come in one list, mostly one behind the other.
    private const int MostWaiting = 256;

    private readonly List<Trade> _waiting = [];

    /// <summary>Takes a trade.</summary>
    /// <param name="trade">One side of a match.</param>
    /// <returns>A match that is complete, or one whose other side did not come, or null.</returns>
    public (Trade Trade, TradeSide? Taker)? Take(Trade trade)
    {
        int other = _waiting.FindLastIndex(t => AreOfOneMatch(t, trade));
        if (other >= 0)
        {
            Trade first = _waiting[other];
            _waiting.RemoveAt(other);
            return (first, first.Fee == trade.Fee ? null : first.Fee > trade.Fee ? first.Side : trade.Side);
        }

        _waiting.Add(trade);
        return _waiting.Count > MostWaiting ? TakeWaiting() : null;
    }

    /// <summary>Gives up to wait for the other side of the oldest trade.</summary>
    /// <returns>The match, or null when no trade waits.</returns>
    public (Trade Trade, TradeSide? Taker)? TakeWaiting()
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        Trade trade = _waiting[0];
        _waiting.RemoveAt(0);

        // The taker pays the fee, the maker pays none or is paid.
        return (trade, trade.Fee > 0 ? trade.Side : trade.Side switch
        {
            TradeSide.Buy => TradeSide.Sell,
            TradeSide.Sell => TradeSide.Buy,
            _ => null,
        });
    }

    private static bool AreOfOneMatch(Trade first, Trade second) =>
        first.Price == second.Price
        && first.Size == second.Size
        && first.TransactionVersion == second.TransactionVersion
        && first.Timestamp == second.Timestamp
        && first.Side != second.Side;
}
