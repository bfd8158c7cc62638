using KanaPerps.Testing.Soak;

namespace KanaPerps.Nats.Tests;

/// <summary>The soak over a broker in its short form. The long one is a benchmark.</summary>
public sealed class FanoutSoakTests
{
    [Fact]
    public async Task Bridges_and_brokers_are_killed_and_no_row_is_lost_silently_or_told_twice()
    {
        BridgeFixture.Require();
        FanoutReport report = await FanoutSoak.RunAsync(TimeSpan.FromSeconds(4), rate: 100, seed: 15, watchers: 2);
        Assert.Empty(report.Violations);
        Assert.True(report.Rows > 100, $"{report}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
    }
}
