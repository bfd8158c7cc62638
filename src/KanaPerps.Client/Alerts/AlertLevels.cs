namespace KanaPerps.Alerts;

/// <summary>The levels of one side, and how a value moves through them.</summary>
/// <remarks>
/// A level is crossed by a value that is strictly beyond it. Each level gives one alert until all are armed again, which takes a value strictly beyond
/// the re-arm value on the other side. Several levels crossed at once give one alert, of the deepest.
/// </remarks>
internal sealed class AlertLevels
{
    private readonly AlertDirection _direction;
    private readonly decimal[] _levels;

    /// <summary>Takes levels.</summary>
    /// <param name="direction">On which side of a level a value has crossed it.</param>
    /// <param name="levels">The levels, in any order.</param>
    public AlertLevels(AlertDirection direction, IEnumerable<decimal> levels)
    {
        _direction = direction;
        _levels = [.. direction == AlertDirection.Below ? levels.Distinct().OrderDescending() : levels.Distinct().Order()];
    }

    /// <summary>The levels, the one that is crossed first at the front.</summary>
    public IReadOnlyList<decimal> Levels => _levels;

    /// <summary>The state in which a value is taken for known, without an alert.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The state.</returns>
    public LevelState At(decimal value)
    {
        int depth = Depth(value);
        return new(depth, depth);
    }

    /// <summary>Judges a value.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="value">The value.</param>
    /// <param name="rearm">The value that arms beyond it, or null for the first level.</param>
    /// <param name="mayTell">Whether there may be an alert now.</param>
    /// <param name="suppressed">Counts crossings that were held back until they were over.</param>
    /// <param name="level">The level that there is an alert for, or null.</param>
    /// <returns>The state now.</returns>
    public LevelState Judge(LevelState before, decimal value, decimal? rearm, bool mayTell, ref long suppressed, out decimal? level)
    {
        level = null;
        if (_levels.Length == 0)
        {
            return before;
        }

        if (IsBeyond(rearm ?? _levels[0], value))
        {
            suppressed += before.Reached > before.Told ? 1 : 0;
            return default;
        }

        int depth = Depth(value);
        int reached = Math.Max(before.Reached, depth);
        if (depth <= before.Told || !mayTell)
        {
            return before with { Reached = reached };
        }

        suppressed += reached > depth ? 1 : 0;
        level = _levels[depth - 1];
        return new(depth, depth);
    }

    private int Depth(decimal value)
    {
        int depth = 0;
        while (depth < _levels.Length && IsBeyond(value, _levels[depth]))
        {
            depth++;
        }

        return depth;
    }

    // Whether the first lies beyond the second, in the direction of the levels.
    private bool IsBeyond(decimal value, decimal level) => _direction == AlertDirection.Below ? value < level : value > level;
}
