namespace KanaPerps.PowerShell.Screens;

/// <summary>A line of small bars, from the lowest of some numbers to the highest.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char Level = '▄';

    /// <summary>Draws numbers.</summary>
    /// <param name="values">The numbers, null for a gap.</param>
    /// <returns>A character for each number. Where all are the same, the line is level.</returns>
    public static string Of(IReadOnlyList<decimal?> values)
    {
        // A picture may round: the number beside it does not.
        double low = (double)(values.Min() ?? 0);
        double range = (double)(values.Max() ?? 0) - low;
        return string.Create(values.Count, (values, low, range), static (text, line) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = line.values[i] is not { } value ? ' '
                    : line.range <= 0 ? Level
                    : Bars[Math.Clamp((int)(((double)value - line.low) / line.range * Bars.Length), 0, Bars.Length - 1)];
            }
        });
    }
}
