using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;

namespace KanaPerps.Simulator.Tests;

public sealed class ProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_prints_its_addresses_serves_and_ends_with_the_signal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that a test could send.");
        using Process program = Run("--port 0 --encoding early");
        string[] addresses = (await program.StandardOutput.ReadLineAsync(Token))!.Split(' ');
        Assert.Matches("^ws://127\\.0\\.0\\.1:[0-9]+/ws/$", addresses[0]);
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/$", addresses[1]);
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri(addresses[0]), Token);

        using Process kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
        await program.WaitForExitAsync(Token);

        Assert.Equal(0, program.ExitCode);
        Assert.Empty(await program.StandardOutput.ReadToEndAsync(Token));
        Assert.Empty(await program.StandardError.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task A_mistake_is_told_on_standard_error_and_by_the_exit_code()
    {
        using Process program = Run("--rate fast");
        string error = await program.StandardError.ReadToEndAsync(Token);
        await program.WaitForExitAsync(Token);

        Assert.Equal(2, program.ExitCode);
        Assert.StartsWith("'--rate fast' is not a valid option.\n", error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("usage:", error, StringComparison.Ordinal);
        Assert.Empty(await program.StandardOutput.ReadToEndAsync(Token));
    }

    private static Process Run(string arguments) => Process.Start(
        new ProcessStartInfo("dotnet", $"\"{typeof(SimulatedExchange).Assembly.Location}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
