namespace KanaPerps.Valuation;

/// <summary>
/// The rows that have the version, time, price and size of a match in common. They are those of one match, its two sides, or of several matches that agree
/// in all of this: two buyers and two sellers are two matches.
/// </summary>
internal struct TradeMatch
{
    private int _buys;
    private int _sells;
    private int _others;
    private decimal _leastFee;
    private int _takerBuys;
    private int _takerSells;

    /// <summary>What tells the rows of a match from those of others.</summary>
    /// <param name="Version">The ledger version, or null.</param>
    /// <param name="Ticks">The time.</param>
    /// <param name="Price">The price.</param>
    /// <param name="Size">The size.</param>
    internal readonly record struct Key(ulong? Version, long Ticks, decimal Price, decimal Size);

    /// <summary>The fewest matches that have all these rows: each has at most one buyer and one seller.</summary>
    public readonly int Count => Math.Max(Math.Max(_buys, _sells), (_buys + _sells + _others + 1) / 2);

    /// <summary>How many of them a taker bought in. The maker's is the smallest fee.</summary>
    public readonly int BuyCount => IsTakerKnown ? _takerBuys : 0;

    /// <summary>How many of them a taker sold in.</summary>
    public readonly int SellCount => IsTakerKnown ? _takerSells : 0;

    // Rows of more takers than matches contradict each other.
    private readonly bool IsTakerKnown => _takerBuys + _takerSells <= Count;

    /// <summary>Adds a row.</summary>
    /// <param name="side">Which side of the match it is, or null if that is not known.</param>
    /// <param name="fee">What the side paid.</param>
    public void Add(TradeSide? side, decimal fee)
    {
        if (_buys + _sells + _others == 0 || fee < _leastFee)
        {
            // Whoever paid more than the least so far is a taker.
            (_takerBuys, _takerSells) = (_buys, _sells);
            _leastFee = fee;
        }
        else if (fee > _leastFee)
        {
            _takerBuys += side == TradeSide.Buy ? 1 : 0;
            _takerSells += side == TradeSide.Sell ? 1 : 0;
        }

        _buys += side == TradeSide.Buy ? 1 : 0;
        _sells += side == TradeSide.Sell ? 1 : 0;
        _others += side is null ? 1 : 0;
    }
}
