using System.Diagnostics;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>Runs of one candidate through a flood. Each is as long as the one before lets expect.</summary>
internal sealed class FloodRun
{
    private const double FirstGuess = 20_000;

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
    /// <param name="beside">What else uses the same connection, or null. It is disposed of before the processor time is taken.</param>
    /// <exception cref="InvalidOperationException">Something is missing or was refused.</exception>
    public async Task<FloodResult> SubscribeAsync<T>(Topic<T> topic, int rowsPerMessage, TimeSpan length, Func<ConnectionManager, KanaEndpoint, IDisposable>? beside = null)
    {
        long count = CountFor(length);
        long rows = 0;
        Meter meter = new();
        KanaEndpoint endpoint = KanaEndpoint.From(_flood.Address(new(_traffic, count)));
        await using ConnectionManager manager = new();
        using Subscription<T> subscription = manager.Subscribe(endpoint, topic, "14");
        IDisposable? other = beside?.Invoke(manager, endpoint);

        // On a thread of its own that blocks, as the commands read.
        while (!subscription.IsCompleted)
        {
            if (!subscription.TryRead(out StreamEvent<T> next))
            {
                subscription.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None);
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
        other?.Dispose();
        if (rows != count * rowsPerMessage || status.Messages != count || status.Rows != rows || status.BadMessages != 0)
        {
            throw new InvalidOperationException(
                $"Of {count} messages {status.Messages} came, {status.BadMessages} of them bad; of {status.Rows} rows the subscriber knows {rows}.");
        }

        return Keep(meter.End(count, status.Bytes));
    }

    private long CountFor(TimeSpan length) => (long)Math.Max(1_000, Rate * length.TotalSeconds);

    private FloodResult Keep(FloodResult result)
    {
        Rate = result.Rate;
        return result;
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
