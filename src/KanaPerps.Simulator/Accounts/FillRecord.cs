namespace KanaPerps.Simulator;

/// <summary>One side of a match, as it stood when it happened.</summary>
/// <param name="Order">The order that was filled.</param>
/// <param name="Type">What this fill did to the position.</param>
/// <param name="TradeId">The life of the position.</param>
/// <param name="Leverage">The position's leverage.</param>
/// <param name="PriceTicks">The price.</param>
/// <param name="Lots">The size.</param>
/// <param name="Value">Price times size.</param>
/// <param name="Fee">What the account paid.</param>
/// <param name="Pnl">The realised gain net of the fee; 0 for a fill that opens or increases, whose fee is charged all the same.</param>
/// <param name="EntryTicks">The position's average entry, after the fill or at its close.</param>
/// <param name="Time">The venue's time in seconds.</param>
/// <param name="Version">The transaction.</param>
internal sealed record FillRecord(
    Order Order,
    OrderType Type,
    string TradeId,
    int Leverage,
    long PriceTicks,
    long Lots,
    decimal Value,
    decimal Fee,
    decimal Pnl,
    decimal EntryTicks,
    long Time,
    long Version);
