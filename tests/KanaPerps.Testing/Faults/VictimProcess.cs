using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using KanaPerps.Bridging;

namespace KanaPerps.Testing.Faults;

/// <summary>A <see cref="Victim"/>, from outside.</summary>
public sealed class VictimProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Channel<string> _unseen = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    /// <summary>Starts a process that watches an endpoint.</summary>
    public VictimProcess(KanaEndpoint endpoint)
        : this(Start("dotnet", typeof(Victim).Assembly.Location, endpoint.WebSocket.ToString()))
    {
    }

    private VictimProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>All that the process has told.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Starts a process that may open few files, and watches many order books. Not on Windows.</summary>
    /// <param name="endpoint">The venue.</param>
    /// <param name="openFiles">The limit.</param>
    /// <param name="books">How many books, of the markets 14 and following.</param>
    public static VictimProcess WithFewFiles(KanaEndpoint endpoint, int openFiles, int books) => new(Start(
        "bash",
        "-c",
        string.Create(CultureInfo.InvariantCulture, $"ulimit -n {openFiles} && exec dotnet \"$0\" \"$1\" {books}"),
        typeof(Victim).Assembly.Location,
        endpoint.WebSocket.ToString()));

    /// <summary>Starts a process that watches an endpoint from another network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="endpoint">The endpoint, on a broker.</param>
    /// <param name="issuerFile">The certificates of the issuers that the process trusts.</param>
    public static VictimProcess InNetwork(NetworkNamespace network, KanaEndpoint endpoint, string issuerFile) => new(Start(
        "ip", "netns", "exec", network.Name, "env", $"{BrokerLogin.IssuerFileVariable}={issuerFile}", "dotnet", typeof(Victim).Assembly.Location, endpoint.WebSocket.ToString()));

    /// <summary>Starts a process that records funding rates.</summary>
    /// <param name="endpoint">The venue.</param>
    /// <param name="folder">The folder.</param>
    public static VictimProcess ThatRecords(KanaEndpoint endpoint, string folder) =>
        new(Start("dotnet", typeof(Victim).Assembly.Location, RecorderVictim.Command, endpoint.WebSocket.ToString(), folder));

    /// <summary>Starts a process that publishes funding rates.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="lease">The time after which another bridge takes over.</param>
    /// <param name="market">A market whose trades and books it publishes in place of funding rates.</param>
    public static VictimProcess ThatPublishes(Uri venue, Uri broker, TimeSpan lease, params string[] market) =>
        new(Start("dotnet", [typeof(Victim).Assembly.Location, BridgeVictim.Command, venue.ToString(), broker.ToString(), ((int)lease.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), .. market]));

    /// <summary>Kills the process, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().InTime();
    }

    /// <summary>Waits for a line, past all others.</summary>
    public Task LineAsync(string line) => FindAsync(line).InTime(line);

    /// <summary>Waits for the next line, whatever it says.</summary>
    public Task AnyLineAsync() => _unseen.Reader.ReadAsync().AsTask().InTime();

    /// <summary>Tells the process what to do.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Lets the process stand still, as a laptop does that is closed. Not on Windows.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().InTime();
        }
        finally
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Start("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));
        await kill.WaitForExitAsync().InTime();
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} did not start.");

    private async Task FindAsync(string line)
    {
        while (await _unseen.Reader.ReadAsync() != line)
        {
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            _unseen.Writer.TryWrite(line);
        }

        _unseen.Writer.TryComplete();
    }
}
