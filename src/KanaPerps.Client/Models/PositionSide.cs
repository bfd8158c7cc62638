namespace KanaPerps;

/// <summary>The direction of a position.</summary>
public enum PositionSide
{
    /// <summary>Gains when the price rises.</summary>
    Long,

    /// <summary>Gains when the price falls.</summary>
    Short,
}
