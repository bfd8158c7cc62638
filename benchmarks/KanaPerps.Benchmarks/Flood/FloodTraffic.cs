namespace KanaPerps.Benchmarks;

/// <summary>Kinds of messages.</summary>
internal enum FloodTraffic
{
    /// <summary>Order books of 20 levels.</summary>
    Books,

    /// <summary>Trades, two rows a message.</summary>
    Trades,

    /// <summary>The same, with the time of sending in the place of the transaction version.</summary>
    TickedTrades,
}
