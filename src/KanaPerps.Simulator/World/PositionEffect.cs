namespace KanaPerps.Simulator;

/// <summary>What an order or a fill does to its position.</summary>
internal enum PositionEffect
{
    Open,
    Increase,
    Decrease,
    Close,
}
