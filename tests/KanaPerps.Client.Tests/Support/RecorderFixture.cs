using System.Collections.Concurrent;
using System.Text;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests;

/// <summary>A recorder whose feeds are the test's own hands, and whose clock stands still.</summary>
internal sealed class RecorderFixture : IDisposable
{
    private readonly ConcurrentDictionary<string, RecordingTap> _taps = [];

    public RecorderFixture(Func<RecorderOptions, RecorderOptions>? with = null)
    {
        Time.SetUtcNow(new(2026, 11, 25, 21, 30, 0, TimeSpan.Zero));
        Options = new()
        {
            Path = Folder.Path,
            Endpoint = KanaEndpoint.Testnet,
            Feeds = [(KanaTopics.OrderBook, "14"), (KanaTopics.FundingRates, null)],
            Version = "1.2.3",
            Disk = Disk,
        };
        Options = with?.Invoke(Options) ?? Options;
    }

    public TestRecording Folder { get; } = new();

    public FaultyDisk Disk { get; } = new();

    public WatchedTime Time { get; } = new();

    public RecorderOptions Options { get; set; }

    /// <summary>How often a feed was left.</summary>
    public int Left { get; private set; }

    public Recorder Start(TimeProvider? time = null) => Recorder.Start(Join, Options, time ?? Time);

    /// <summary>A message comes now.</summary>
    public void Send(string text, string feed = "orderbook/14", int connection = 1) => Send(Encoding.UTF8.GetBytes(text), feed, connection);

    public void Send(ReadOnlySpan<byte> utf8, string feed = "orderbook/14", int connection = 1) =>
        _taps[feed].OnMessage(new() { Utf8 = utf8, ReceivedAt = Time.GetUtcNow(), Connection = connection, IsJson = true });

    /// <summary>A message comes now that was received before.</summary>
    public void SendLate(string text, TimeSpan age) =>
        _taps["orderbook/14"].OnMessage(new() { Utf8 = Encoding.UTF8.GetBytes(text), ReceivedAt = Time.GetUtcNow() - age, Connection = 1, IsJson = true });

    /// <summary>A notice comes now.</summary>
    public void Tell(Func<FeedKey, DateTimeOffset, StreamNotice> notice, string feed = "orderbook/14") =>
        _taps[feed].OnNotice(notice(_taps[feed].Key, Time.GetUtcNow()));

    /// <summary>Lets the time go on, and waits until what came is written.</summary>
    public async Task WrittenAsync(Recorder recorder, TimeSpan? after = null)
    {
        long before = recorder.BytesWritten;
        Time.Advance(after ?? Options.FlushInterval);
        await Eventually.HoldsAsync(() => recorder.BytesWritten > before);
    }

    public void Dispose()
    {
        Folder.Dispose();
        Disk.Dispose();
    }

    private Lease Join(RecordingTap tap)
    {
        _taps[tap.Name] = tap;
        return new(this);
    }

    private sealed class Lease(RecorderFixture fixture) : IDisposable
    {
        public void Dispose() => fixture.Left++;
    }
}
