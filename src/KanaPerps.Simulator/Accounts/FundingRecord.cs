namespace KanaPerps.Simulator;

/// <summary>What a position paid or received in a settlement of its market.</summary>
/// <param name="Position">The position.</param>
/// <param name="TradeId">The life of the position.</param>
/// <param name="Lots">Its size at the time.</param>
/// <param name="Rate">The share of the value that longs paid shorts.</param>
/// <param name="Amount">What the account received; negative when it paid.</param>
/// <param name="Time">The venue's time in seconds.</param>
/// <param name="Version">The transaction.</param>
internal sealed record FundingRecord(HeldPosition Position, string TradeId, long Lots, decimal Rate, decimal Amount, long Time, long Version);
