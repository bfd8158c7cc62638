using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace KanaPerps.Testing.Faults;

/// <summary>A real nats-server on loopback, unless another address is given, with a port and a store of its own. KANA_NATS_SERVER names another program than the one on the path.</summary>
public sealed class NatsServer : IAsyncDisposable
{
    private static readonly string? s_program = Find();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kana-nats-");
    private readonly string _host;
    private readonly string _config;
    private readonly int _monitor;
    private Process? _process;

    private NatsServer(string config, string host)
    {
        _host = host;
        Port = FreePort();
        _monitor = FreePort();
        _config = Path.Combine(_folder.FullName, "nats.conf");
        File.WriteAllText(_config, string.Create(CultureInfo.InvariantCulture, $"listen: \"{host}:{Port}\"\nhttp: \"127.0.0.1:{_monitor}\"\n{config.Replace("STORE", Path.Combine(_folder.FullName, "store").Replace('\\', '/'), StringComparison.Ordinal)}\n"));
    }

    /// <summary>The address that other machines do not reach.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>The configuration with JetStream and nothing else.</summary>
    public const string WithJetStream = "jetstream { store_dir: \"STORE\" }";

    /// <summary>The port of clients.</summary>
    public int Port { get; }

    /// <summary>Where clients connect to.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"nats://{_host}:{Port}"));

    /// <summary>Where the data of a network is watched.</summary>
    /// <param name="network">The network.</param>
    /// <param name="prefix">What its subjects begin with.</param>
    public Uri Watch(string network, string prefix = "kana") => new($"{Address}{prefix}/{network}");

    /// <summary>Whether there is a program.</summary>
    public static bool IsThere => s_program is not null;

    /// <summary>Starts a server.</summary>
    /// <param name="config">What stands in its configuration beside the addresses.</param>
    /// <param name="host">The address of this machine that it listens on.</param>
    public static async Task<NatsServer> StartAsync(string config = WithJetStream, string host = Loopback)
    {
        NatsServer server = new(config, host);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it again, on the same port and with the same store.</summary>
    public async Task StartAgainAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> output = [];
        _process = new Process { StartInfo = new(s_program!, ["-c", _config]) { RedirectStandardError = true, RedirectStandardOutput = true } };
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            output.Add(line.Data ?? "");
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"nats-server ended: {string.Join('\n', output)}"));
            }
            else if (line.Data.Contains("Server is ready", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await ready.Task.InTime("a nats-server that is ready");
    }

    /// <summary>Kills it, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().InTime();
    }

    /// <summary>The names of the programs that are connected.</summary>
    public async Task<IReadOnlyList<string>> ClientsAsync()
    {
        using HttpClient client = new();
        using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_monitor}/connz")));
        return [.. answer.RootElement.GetProperty("connections").EnumerateArray().Select(c => c.TryGetProperty("name", out JsonElement name) ? name.GetString()! : "")];
    }

    /// <summary>Deletes what it has stored. It must not run.</summary>
    public void ForgetEverything() => Directory.Delete(Path.Combine(_folder.FullName, "store"), recursive: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string? Find()
    {
        string name = OperatingSystem.IsWindows() ? "nats-server.exe" : "nats-server";
        IEnumerable<string> places = Environment.GetEnvironmentVariable("KANA_NATS_SERVER") is { Length: > 0 } named
            ? [named]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/local/bin"]).Where(f => f.Length > 0).Select(f => Path.Combine(f, name));
        return places.FirstOrDefault(File.Exists);
    }
}
