using KanaPerps.Testing.Soak;

namespace KanaPerps.Client.Tests.Soak;

[Collection(nameof(Alone))]
public sealed class SoakTests
{
    [Fact]
    public async Task Twenty_seconds_of_faults_lose_no_row_silently_and_leave_nothing_over()
    {
        SoakReport report = await new SoakRun(new SoakOptions(TimeSpan.FromSeconds(20), Seed: 3)).RunAsync();

        Assert.True(report.Passed, $"{report}");
        Assert.True(report.Faults.Values.Sum() >= 5, $"Too little happened to prove anything:\n{report}");
        Assert.Contains("list slid", report.Faults.Keys);
        Assert.Contains("replica behind", report.Faults.Keys);
        Assert.True(report.Reconnects > 0 && report.Rows > 0, $"Too little happened to prove anything:\n{report}");
    }
}
