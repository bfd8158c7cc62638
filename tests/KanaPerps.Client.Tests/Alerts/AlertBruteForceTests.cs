namespace KanaPerps.Client.Tests.Alerts;

/// <summary>Ten thousand jobs that lose objects, get stale ones and are killed at any moment, beside an oracle that looks through everything for each object.</summary>
public sealed class AlertBruteForceTests
{
    private const int Runs = 10_000;

    [Fact]
    public void No_alert_is_missed_or_repeated_or_given_on_stale_data_over_ten_thousand_jobs_with_faults()
    {
        int alerts = 0, restarts = 0, suppressed = 0, handedOn = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            AlertRuns run = new(seed);
            run.Run();
            List<AlertText> expected = AlertOracle.AlertsOf(run.Rule, run.Accepted);
            Assert.True(Sorted(expected).SequenceEqual(Sorted(run.Alerts)), $"seed {seed}: expected\n{string.Join('\n', Sorted(expected))}\nand got\n{string.Join('\n', Sorted(run.Alerts))}");
            alerts += run.Alerts.Count;
            restarts += run.Restarts;
            suppressed += run.Alerts.Count(a => a.Suppressed > 0);
            handedOn += run.HandedOnBeforeCrash;
        }

        // The faults and the alerts are there at all.
        Assert.True(alerts > 5 * Runs && restarts > Runs && handedOn > Runs / 10 && suppressed > Runs / 10, $"{alerts} alerts, {restarts} restarts, {handedOn} crashes behind an alert, {suppressed} suppressed");
    }

    // Within a key the order counts.
    private static IEnumerable<AlertText> Sorted(IEnumerable<AlertText> alerts) => alerts.OrderBy(a => a.Key);
}
