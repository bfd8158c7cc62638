namespace KanaPerps.Alerts;

/// <summary>When there is an alert.</summary>
internal sealed record AlertRule
{
    private readonly AlertLevels _below = new(AlertDirection.Below, []);
    private readonly AlertLevels _above = new(AlertDirection.Above, []);

    /// <summary>The property whose value is compared with the levels, or null without levels.</summary>
    public string? Property { get; init; }

    /// <summary>The levels below which there is an alert, in any order.</summary>
    public IReadOnlyList<decimal> Below
    {
        get => _below.Levels;
        init => _below = new(AlertDirection.Below, value);
    }

    /// <summary>The levels above which there is an alert, in any order.</summary>
    public IReadOnlyList<decimal> Above
    {
        get => _above.Levels;
        init => _above = new(AlertDirection.Above, value);
    }

    /// <summary>The levels of <see cref="Below"/> are armed again above this value; by default above the highest of them.</summary>
    public decimal? RearmAbove { get; init; }

    /// <summary>The levels of <see cref="Above"/> are armed again below this value; by default below the lowest of them.</summary>
    public decimal? RearmBelow { get; init; }

    /// <summary>The properties that tell objects apart, or null for those that are usual for an object.</summary>
    public IReadOnlyList<string>? By { get; init; }

    /// <summary>The least time between two alerts of a key for crossed levels.</summary>
    public TimeSpan MinInterval { get; init; }

    /// <summary>Whether the first value of a key gives no alert, wherever it is.</summary>
    public bool ChangeOnly { get; init; }

    /// <summary>Whether there is an alert when data becomes stale.</summary>
    public bool Stale { get; init; }

    /// <summary>What is wrong with the rule, as a sentence, or null.</summary>
    public string? Mistake => (Below, Above) switch
    {
        ([], []) when !Stale || Property is not null => "There is no level to compare with.",
        not ([], []) when Property is null => "There is no property to compare with the levels.",
        ([], _) when RearmAbove is not null => "-RearmAbove arms the levels of -Below, and none is given.",
        (_, []) when RearmBelow is not null => "-RearmBelow arms the levels of -Above, and none is given.",
        ([decimal highest, ..], _) when RearmAbove < highest =>
            FormattableString.Invariant($"-RearmAbove {RearmAbove} is not above the levels of -Below: {highest} is the highest."),
        (_, [decimal lowest, ..]) when RearmBelow > lowest =>
            FormattableString.Invariant($"-RearmBelow {RearmBelow} is not below the levels of -Above: {lowest} is the lowest."),
        ([decimal highest, ..], [decimal lowest, ..]) when highest > lowest =>
            FormattableString.Invariant($"A value between {lowest} and {highest} would be above a level of -Above and below one of -Below."),
        _ => null,
    };

    /// <summary>The levels of one side.</summary>
    /// <param name="direction">Which.</param>
    /// <returns>The levels with their state machine.</returns>
    public AlertLevels LevelsOf(AlertDirection direction) => direction == AlertDirection.Below ? _below : _above;

    /// <summary>Judges a value against the levels of both sides.</summary>
    /// <param name="before">What is known of the key.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">When it was so.</param>
    /// <param name="crossing">What there is an alert for, or null.</param>
    /// <returns>What is known of the key now.</returns>
    public AlertKeyState Judge(AlertKeyState before, decimal value, DateTimeOffset at, out AlertCrossing? crossing)
    {
        crossing = null;
        if (ChangeOnly && !before.IsSeen)
        {
            return before with { IsSeen = true, Below = _below.At(value), Above = _above.At(value) };
        }

        bool mayTell = before.LastAlert is not { } last || (at - last).Duration() >= MinInterval;
        long suppressed = before.Suppressed;
        AlertKeyState next = before with
        {
            Below = _below.Judge(before.Below, value, RearmAbove, mayTell, ref suppressed, out decimal? below),
            Above = _above.Judge(before.Above, value, RearmBelow, mayTell, ref suppressed, out decimal? above),
            Suppressed = suppressed,
        };

        // A value is beyond the levels of one side at most.
        crossing = below is { } low ? new(AlertDirection.Below, low, suppressed) : above is { } high ? new(AlertDirection.Above, high, suppressed) : null;
        return crossing is null ? next : next with { LastAlert = at, Suppressed = 0 };
    }
}
