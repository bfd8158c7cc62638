using System.IO.Compression;
using KanaPerps.Recording;
using KanaPerps.Simulator;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>What the simulator sends in an hour at its usual rate, recorded as a recorder would that looks twice a second; in less time than that.</summary>
/// <param name="Messages">How many messages came.</param>
/// <param name="Raw">How many bytes they had.</param>
/// <param name="Written">How many bytes the files have.</param>
/// <param name="Members">How many gzip members there are.</param>
internal sealed record RecordedHour(long Messages, long Raw, long Written, long Members)
{
    /// <summary>Records it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="length">How long on the simulator's clock.</param>
    public static RecordedHour Run(string path, TimeSpan length)
    {
        SimulatorOptions options = new() { Manual = true };
        using SimulatedExchange exchange = SimulatedExchange.Start(options);
        (Topic Topic, string? Key)[] feeds = [.. KanaTopics.All.SelectMany(t => t.KeyKind == TopicKeyKind.Market ? [(t, "14"), (t, "15")] : new[] { (t, CodecTraffic.KeyOf(t)) })];
        RecorderOptions what = new() { Path = path, Endpoint = KanaEndpoint.Testnet, Feeds = feeds };
        SimulatedClock clock = new();
        RecordingPeriods periods = new(what.RotateEvery);
        RecordingBuffer buffer = new(clock, periods, what.Backlog, () => { });
        RecordingTap[] taps = [.. feeds.Select((f, i) => new RecordingTap(i, new(what.Endpoint, f.Topic.Name, f.Key), f.Topic, buffer))];
        buffer.SetFeeds(taps);
        using RecordingStore store = new(what, periods, [.. taps.Select(t => t.Name)], clock);
        IDisposable[] listeners = [.. taps.Select(t => exchange.Tap(t.Key.Topic, t.Key.Key, m => t.OnMessage(new() { Utf8 = m.Span, ReceivedAt = clock.GetUtcNow(), Connection = 1, IsJson = true })))];
        TimeSpan step = TimeSpan.FromSeconds(1 / options.Rate);
        long members = 0;
        for (TimeSpan at = TimeSpan.Zero, flushed = TimeSpan.Zero; at < length; at += step)
        {
            exchange.Step(1);
            clock.Advance(step);
            if (at - flushed >= what.FlushInterval)
            {
                flushed = at;
                foreach (RecordingChunk chunk in buffer.Take())
                {
                    store.Write(chunk, CompressionLevel.Optimal);
                    buffer.Return(chunk);
                    members++;
                }
            }
        }

        Array.ForEach(listeners, l => l.Dispose());
        return new(buffer.Messages, buffer.Bytes, store.Written, members);
    }

    private sealed class SimulatedClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 25, 21, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
