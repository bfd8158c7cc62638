using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>What a figure must be, and what it was.</summary>
/// <param name="Name">What was measured, with its unit.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Bound">The bound, which itself is good enough.</param>
/// <param name="IsFloor">Whether the figure must be at least the bound, and not at most.</param>
internal sealed record Target(string Name, double Measured, double Bound, bool IsFloor)
{
    /// <summary>Whether the figure is as good as it must be. What is no number is not.</summary>
    public bool IsMet => IsFloor ? Measured >= Bound : Measured <= Bound;

    /// <summary>A figure that must be no less than a bound.</summary>
    public static Target AtLeast(string name, double measured, double bound) => new(name, measured, bound, IsFloor: true);

    /// <summary>A figure that must be no more than a bound.</summary>
    public static Target AtMost(string name, double measured, double bound) => new(name, measured, bound, IsFloor: false);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} {Figures.Short(Measured)} ({(IsFloor ? "at least" : "at most")} {Figures.Short(Bound)})");
}
