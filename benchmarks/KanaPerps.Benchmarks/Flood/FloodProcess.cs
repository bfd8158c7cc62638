using System.Diagnostics;
using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>A <see cref="FloodServer"/> in a process of its own: this program, started once more.</summary>
internal sealed class FloodProcess : IAsyncDisposable
{
    /// <summary>The hidden sub-command.</summary>
    public const string Command = "flood";

    private readonly Process _process;
    private readonly string[] _ports;

    private FloodProcess(Process process, string[] ports)
    {
        (_process, _ports) = (process, ports);
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="ports">How many ports it listens on: all feeds of one host and port share a budget of dials.</param>
    public static async Task<FloodProcess> StartAsync(int ports = 1)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(FloodProcess).Assembly.Location);
        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(ports.ToString(CultureInfo.InvariantCulture));
        Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The flood server ended at once.");
        return new FloodProcess(process, line.Split(' '));
    }

    /// <summary>Where to get some traffic.</summary>
    /// <param name="request">Which.</param>
    /// <param name="port">On which of the ports.</param>
    public Uri Address(FloodRequest request, int port = 0) => new($"ws://127.0.0.1:{_ports[port]}{request.ToTarget()}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
