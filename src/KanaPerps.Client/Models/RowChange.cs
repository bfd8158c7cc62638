namespace KanaPerps;

/// <summary>What happened to a row of a state list since the watcher last looked.</summary>
public enum RowChange
{
    /// <summary>The row was there when the watcher first looked.</summary>
    Current,

    /// <summary>The row appeared.</summary>
    New,

    /// <summary>The row was there and the venue sent other values.</summary>
    Updated,

    /// <summary>The row vanished: a position was closed, an order filled or cancelled. The values are the last known ones.</summary>
    Closed,
}
