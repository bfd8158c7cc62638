using System.Globalization;

namespace KanaPerps.Testing.Soak;

/// <summary>What a feed was told while its connections were cut.</summary>
/// <param name="Cuts">How many connections were cut.</param>
/// <param name="Published">How many messages the exchange published on the feeds of states.</param>
/// <param name="Swallowed">How many of them were not told.</param>
/// <param name="Repeated">How many were told again.</param>
/// <param name="Rows">How many rows of the history were told.</param>
/// <param name="Gaps">How many gaps were declared.</param>
/// <param name="Reconnects">How many outages there were.</param>
/// <param name="Takeovers">How often a second connection took over.</param>
/// <param name="Violations">What is wrong with the rows of the history: a row missing without a gap, or twice.</param>
public sealed record CutReport(
    int Cuts, int Published, int Swallowed, int Repeated, long Rows, long Gaps, long Reconnects, long Takeovers, IReadOnlyList<string> Violations)
{
    /// <summary>Whether all was told, once.</summary>
    public bool IsWhole => Swallowed == 0 && Repeated == 0 && Gaps == 0 && Reconnects == 0 && Violations.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cuts} cuts, {Takeovers} takeovers, {Reconnects} outages; {Published} states: {Swallowed} swallowed, {Repeated} repeated; {Rows} rows: {Gaps} gaps, {Violations.Count} violations");
}
