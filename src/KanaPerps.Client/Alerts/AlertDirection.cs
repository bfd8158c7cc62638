namespace KanaPerps;

/// <summary>On which side of a level a value is that crossed it.</summary>
public enum AlertDirection
{
    /// <summary>Below the level.</summary>
    Below,

    /// <summary>Above the level.</summary>
    Above,
}
