namespace KanaPerps.Testing.Soak;

/// <summary>What a soak over a broker found.</summary>
/// <param name="Kills">How often a bridge was killed.</param>
/// <param name="Restarts">How often the broker was killed and started again.</param>
/// <param name="Rows">How many rows of a history watchers were told.</param>
/// <param name="Reconnects">How often their feeds reconnected.</param>
/// <param name="Gaps">How many possible gaps they were told of.</param>
/// <param name="Books">How many books and notices came.</param>
/// <param name="Violations">What was lost silently, told twice or wrong.</param>
public sealed record FanoutReport(int Kills, int Restarts, long Rows, long Reconnects, long Gaps, long Books, IReadOnlyList<string> Violations)
{
    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Kills} bridges and {Restarts} brokers killed, {Rows:N0} rows, {Books:N0} books, {Reconnects} reconnects, {Gaps} gaps told, {Violations.Count} violations");
}
