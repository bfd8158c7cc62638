namespace KanaPerps.Wire;

/// <summary>How well a number on the wire fits <see cref="decimal"/>.</summary>
internal enum NumberOutcome
{
    /// <summary>The decimal is the number that was sent, digit by digit.</summary>
    Exact,

    /// <summary>The number has more digits than decimal holds; the decimal is the nearest one.</summary>
    Inexact,

    /// <summary>The text is no number, or one beyond decimal's range, which is never clamped.</summary>
    Invalid,
}
