namespace KanaPerps.Simulator;

/// <summary>Where an order stands.</summary>
internal enum OrderStatus
{
    Open,
    PartiallyFilled,
    Filled,
    Cancelled,
}
