namespace KanaPerps.Alerts;

/// <summary>What is known of a key. By default nothing.</summary>
internal readonly record struct AlertKeyState
{
    /// <summary>The levels below.</summary>
    public LevelState Below { get; init; }

    /// <summary>The levels above.</summary>
    public LevelState Above { get; init; }

    /// <summary>When there was an alert for a level last.</summary>
    public DateTimeOffset? LastAlert { get; init; }

    /// <summary>How many crossings were held back until they were over, since then.</summary>
    public long Suppressed { get; init; }

    /// <summary>Whether its data is stale, and there was an alert for that.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether it had a value before. Kept where that makes a difference only.</summary>
    public bool IsSeen { get; init; }
}
