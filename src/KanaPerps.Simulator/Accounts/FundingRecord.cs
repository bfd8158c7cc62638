namespace KanaPerps.Simulator;

/// <summary>What a position paid or received in a settlement of its market.</summary>
/// <param name="Position">The position.</param>
/// <param name="TradeId">The life of the position.</param>
/// <param name="Lots">Its size at the time.</param>
/// <param name="Rate">The share of the value that longs paid shorts.</param>
/// <param name="Amount">What the account received; negative when it paid.</param>
/// <param name="Time">The venue's time in seconds.</param>
/// <param name="Version">The transaction.</param>
internal sealed record FundingRecord(HeldPosition Position, string TradeId, long Lots, decimal Rate, decimal Amount, long Time, long Version)
{
    /// <summary>The payment of a position at a mark.</summary>
    public static FundingRecord Of(HeldPosition position, decimal markTicks, decimal rate, long time, long version)
    {
        decimal perLot = markTicks * position.Instrument.Unit * rate;
        decimal amount = position.Side == PositionSide.Long ? -perLot * position.Lots : perLot * position.Lots;
        return new FundingRecord(position, position.TradeId, position.Lots, rate, amount, time, version);
    }
}
