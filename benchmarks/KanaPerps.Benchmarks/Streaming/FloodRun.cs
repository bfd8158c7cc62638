using System.Diagnostics;
using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>Runs of one candidate through a flood. Each is as long as the one before lets expect.</summary>
internal sealed class FloodRun
{
    private const double FirstGuess = 20_000;

    // A reader that got no processor until most of a flood had come seems faster than it is.
    private const double MostGrowth = 10;

    // A flood stops only where something is wrong: a machine with a load of 20 keeps a reader waiting for a second or two.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FloodProcess _flood;
    private readonly FloodTraffic _traffic;

    /// <summary>Prepares runs.</summary>
    public FloodRun(FloodProcess flood, FloodTraffic traffic)
    {
        (_flood, _traffic) = (flood, traffic);
    }

    /// <summary>Messages a second of the last run.</summary>
    public double Rate { get; set; } = FirstGuess;

    /// <summary>Reads with a bare socket.</summary>
    /// <param name="onMessage">What to do with a message.</param>
    /// <param name="length">About how long.</param>
    public async Task<FloodResult> ReadAsync(Action<ReadOnlyMemory<byte>> onMessage, TimeSpan length)
    {
        long count = CountFor(length);
        long seen = 0;
        long bytes = 0;
        Meter meter = new();
        await BareWebSocket.ReadAsync(_flood.Address(new(_traffic, count)), message =>
        {
            meter.Begin();
            onMessage(message);
            bytes += message.Length;
            return ++seen < count;
        });
        meter.Stop();
        return Keep(meter.End(seen, bytes));
    }

    /// <summary>Reads through a connection manager, and counts.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="rowsPerMessage">How many rows a message brings.</param>
    /// <param name="length">About how long.</param>
    /// <param name="startBridge">Starts a bridge that uses the same connection, or null. It is disposed of before the processor time is taken. Its second argument joins the feed, by which the flood
    /// begins: what the bridge needs to start is over by then.</param>
    /// <exception cref="InvalidOperationException">Something is missing or was refused, or nothing came for a long time.</exception>
    public async Task<FloodResult> SubscribeAsync<T>(
        Topic<T> topic, int rowsPerMessage, TimeSpan length, Func<KanaEndpoint, Func<BridgeFeed, IDisposable>, Task<Bridge>>? startBridge = null)
    {
        long count = CountFor(length);
        long rows = 0;
        Meter meter = new();
        KanaEndpoint endpoint = KanaEndpoint.From(_flood.Address(new(_traffic, count)));
        await using ConnectionManager manager = new();
        Subscription<T>? joined = null;
        using Bridge? bridge = startBridge is null ? null : await startBridge(endpoint, feed =>
        {
            joined = manager.Subscribe(endpoint, topic, "14");
            return manager.Tap(endpoint, feed.Topic, feed.Key.Key, feed);
        });
        using Subscription<T> subscription = joined ?? manager.Subscribe(endpoint, topic, "14");

        // On a thread that blocks, as the commands read.
        while (!subscription.IsCompleted)
        {
            if (!subscription.TryRead(out StreamEvent<T> next))
            {
                if (!subscription.Wait(s_patience, CancellationToken.None))
                {
                    throw new InvalidOperationException($"Nothing came for {s_patience}: {rows} of {count * rowsPerMessage} rows. {States(manager, bridge)}");
                }

                continue;
            }

            // What was merged or dropped was read, built and handed on all the same.
            if (next.Items.Count > 0)
            {
                meter.Begin();
            }

            rows += next.Items.Count + next.Merged + ((next.Notice as LaggedNotice)?.LostRows ?? 0);
            if (rows >= count * rowsPerMessage || next.Notice is FaultNotice or ReconnectingNotice)
            {
                break;
            }
        }

        meter.Stop();
        ConnectionStatus status = manager.GetConnections()[0];
        bridge?.Dispose();
        if (rows != count * rowsPerMessage || status.Messages != count || status.Rows != rows || status.BadMessages != 0)
        {
            throw new InvalidOperationException(
                $"Of {count} messages {status.Messages} came, {status.BadMessages} of them bad; of {status.Rows} rows the subscriber knows {rows}. {States(manager, bridge)}");
        }

        return Keep(meter.End(count, status.Bytes));
    }

    private long CountFor(TimeSpan length) => (long)Math.Max(1_000, Rate * length.TotalSeconds);

    private FloodResult Keep(FloodResult result)
    {
        Rate = Math.Min(result.Rate, Rate * MostGrowth);
        return result;
    }

    private static string States(ConnectionManager manager, Bridge? bridge)
    {
        string feeds = string.Join("; ", manager.GetConnections().Select(
            s => $"{s} since {s.Since:HH:mm:ss}, {s.Messages} messages, the last one {s.LastMessageAge} ago, {s.Rows} rows, {s.Lagged} lagged, {s.Reconnects} reconnects, last loss: {s.LastLossReason ?? "none"}"));
        return bridge is null ? feeds : $"{feeds}; bridge {bridge.State}, {bridge.Messages} messages, {bridge.Published} published, {bridge.Waiting} bytes waiting, last error: {bridge.LastError?.Message ?? "none"}";
    }

    // From the first message on: how long dialling takes is no matter here.
    private sealed class Meter
    {
        private long _start;
        private double _seconds;
        private long _allocated;
        private TimeSpan _processor;
        private int[] _collections = [];

        public void Begin()
        {
            if (_start == 0)
            {
                _collections = Collections();
                _allocated = GC.GetTotalAllocatedBytes();
                _processor = Environment.CpuUsage.TotalTime;
                _start = Stopwatch.GetTimestamp();
            }
        }

        public void Stop() => _seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;

        public FloodResult End(long messages, long bytes)
        {
            double processor = (Environment.CpuUsage.TotalTime - _processor).TotalMicroseconds;
            double allocated = GC.GetTotalAllocatedBytes() - _allocated;
            int[] collected = [.. Collections().Zip(_collections, (now, before) => now - before)];
            return new(messages, (double)bytes / messages, _seconds, processor / messages, allocated / messages, collected[0], collected[1], collected[2]);
        }

        private static int[] Collections() => [.. Enumerable.Range(0, 3).Select(GC.CollectionCount)];
    }
}
