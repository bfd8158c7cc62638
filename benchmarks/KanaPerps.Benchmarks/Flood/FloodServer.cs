using System.Diagnostics;
using KanaPerps.Testing;

namespace KanaPerps.Benchmarks;

/// <summary>The other side of the measurements, in a process of its own: after the first frame of a client nothing but ready-made frames out.</summary>
internal sealed class FloodServer
{
    private const int FramesPerSend = 32;

    private readonly Dictionary<FloodTraffic, Lazy<FrameCycle>> _traffic = new()
    {
        [FloodTraffic.Books] = new(BookTraffic.Build),
        [FloodTraffic.Trades] = new(() => TradeTraffic.Build(withTicks: false)),
        [FloodTraffic.TickedTrades] = new(() => TradeTraffic.Build(withTicks: true)),
    };

    private readonly Pacer _pacer = new();

    /// <summary>Serves until its input ends: when the process that started it is gone, so is this one.</summary>
    /// <param name="ports">How many ports to listen on.</param>
    public static async Task<int> RunAsync(int ports)
    {
        FloodServer server = new();
        ScriptedServer[] listeners = [.. Enumerable.Range(0, ports).Select(_ => new ScriptedServer())];
        foreach (ScriptedServer listener in listeners)
        {
            _ = server.AcceptAsync(listener);
        }

        await Console.Out.WriteLineAsync(string.Join(' ', listeners.Select(l => l.Endpoint.WebSocket.Port)));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private async Task AcceptAsync(ScriptedServer listener)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptUntilAsync(CancellationToken.None));
        }
    }

    // Connections stay open until the process ends, so that a client decides when it is over.
    private async Task ServeAsync(ScriptedConnection connection)
    {
        try
        {
            ScriptedWebSocket socket = await connection.UpgradeAsync();
            FloodRequest request = FloodRequest.Parse(socket.Handshake.Target);
            FrameCycle cycle = _traffic[request.Traffic].Value;
            await socket.NextTextAsync();
            bool isPaced = request.Rate is > 0 and <= Pacer.FastestRate;
            await (isPaced ? _pacer.SendAsync(connection, cycle, request) : FloodAsync(connection, cycle.Copy(), request));
        }
        catch (IOException)
        {
            // The client has what it wanted.
        }
    }

    private static async Task FloodAsync(ScriptedConnection connection, FrameCycle cycle, FloodRequest request)
    {
        Stopwatch clock = Stopwatch.StartNew();
        int next = 0;
        for (long sent = 0; sent < request.Count;)
        {
            long due = request.Rate == 0 ? request.Count : Math.Min(request.Count, (long)(clock.Elapsed.TotalSeconds * request.Rate));
            int frames = (int)Math.Min(due - sent, Math.Min(FramesPerSend, cycle.Count - next));
            if (frames == 0)
            {
                await Task.Delay(1);
                continue;
            }

            await connection.SendAsync(cycle.Frames(next, frames));
            sent += frames;
            next += frames;
            if (next == cycle.Count)
            {
                cycle.Turn();
                next = 0;
            }
        }
    }
}
