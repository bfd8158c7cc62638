using System.Globalization;
using KanaPerps.Testing.Soak;

namespace KanaPerps.Nats.Tests;

/// <summary>The soak over a broker in its short form. <c>KANA_FANOUT</c> says for how many seconds; the long one is a benchmark.</summary>
public sealed class FanoutSoakTests
{
    [Fact]
    public async Task Bridges_and_brokers_are_killed_and_no_row_is_lost_silently_or_told_twice()
    {
        BridgeFixture.Require();
        double seconds = double.Parse(Environment.GetEnvironmentVariable("KANA_FANOUT") ?? "4", CultureInfo.InvariantCulture);
        FanoutReport report = await FanoutSoak.RunAsync(TimeSpan.FromSeconds(seconds), rate: seconds > 4 ? 1000 : 100, seed: seconds > 4 ? Environment.ProcessId : 15, watchers: seconds > 4 ? 5 : 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
        Assert.Empty(report.Violations);
        Assert.True(report.Rows > 100, $"{report}");
    }
}
