using System.Globalization;
using System.Text;

namespace KanaPerps.Testing.Soak;

/// <summary>What a soak found.</summary>
public sealed record SoakReport
{
    /// <summary>Faults injected, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>Feeds watched from beginning to end.</summary>
    public required int Feeds { get; init; }

    /// <summary>Watchers that came and went.</summary>
    public required int ShortWatchers { get; init; }

    /// <summary>Reconnects that the watchers were told of.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Rows delivered.</summary>
    public required long Rows { get; init; }

    /// <summary>Gaps declared.</summary>
    public required long Gaps { get; init; }

    /// <summary>Rows declared as dropped for a slow consumer.</summary>
    public required long Lagged { get; init; }

    /// <summary>What went wrong: rows lost silently, rows twice, states that differ, things left over. Empty when all is well.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Whether nothing was found.</summary>
    public bool Passed => Violations.Count == 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"faults injected      {Faults.Values.Sum()} ({string.Join(", ", Faults.OrderBy(f => f.Key).Select(f => $"{f.Key} {f.Value}"))})");
        text.AppendLine(CultureInfo.InvariantCulture, $"feeds                {Feeds}");
        text.AppendLine(CultureInfo.InvariantCulture, $"short watchers       {ShortWatchers}");
        text.AppendLine(CultureInfo.InvariantCulture, $"reconnects           {Reconnects}");
        text.AppendLine(CultureInfo.InvariantCulture, $"rows                 {Rows}");
        text.AppendLine(CultureInfo.InvariantCulture, $"gaps declared        {Gaps}");
        text.AppendLine(CultureInfo.InvariantCulture, $"rows lagged          {Lagged}");
        text.Append(CultureInfo.InvariantCulture, $"losses undeclared    {Violations.Count}");
        foreach (string violation in Violations)
        {
            text.AppendLine().Append("  ").Append(violation);
        }

        return text.ToString();
    }
}
