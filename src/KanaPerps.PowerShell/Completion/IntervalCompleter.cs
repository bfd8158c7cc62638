using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the lengths that bars usually have.</summary>
public sealed class IntervalCompleter : ListCompleter
{
    private static readonly Candidate[] s_usual =
    [
        new("00:00:01", "A second"),
        new("00:01:00", "A minute"),
        new("00:05:00", "Five minutes"),
        new("00:15:00", "A quarter of an hour"),
        new("01:00:00", "An hour"),
        new("04:00:00", "Four hours"),
        new("1.00:00:00", "A day, from midnight UTC"),
        new("7.00:00:00", "A week, from Monday, midnight UTC"),
    ];

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) => s_usual;
}
