using KanaPerps.Recording;
using KanaPerps.Recording.Picture;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests;

/// <summary>
/// A recording of some minutes of the simulator, made without waiting, with every kind of missing data in it: an outage of one feed, a time in which
/// nothing was recorded, a silent feed, an unreadable message, a torn member, possibly missing trades.
/// </summary>
internal static class SampleRecording
{
    public const string Wallet = "0x5a11ce";

    private const double SecondsPerStep = 0.5;
    private static readonly KanaEndpoint s_endpoint = KanaEndpoint.From(new Uri("ws://127.0.0.1:1/ws/"), KanaNetwork.Simulator);

    /// <summary>Reads what a picture of a recording shows.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="part">Which part of it.</param>
    public static PictureData Read(string path, ReadOptions part)
    {
        PictureExport export = Export(path, new() { OutputPath = path, Part = part });
        Assert.All(export.Read(), step => Assert.Equal(default, step));
        return export.Data;
    }

    /// <summary>Prepares to export a picture of a recording.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">Where to, and which part.</param>
    public static PictureExport Export(string path, ExportOptions options)
    {
        RecordingFolder folder = RecordingFolder.Open(path);
        return new(folder, new(folder, () => new(), new(), options.Part, CancellationToken.None), options);
    }

    /// <summary>Writes it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="steps">How many steps of half a second.</param>
    public static void Write(RecordedFolder folder, int steps = 1200)
    {
        string positions = $"positions/{SimulatedExchange.ProfileAddressOf(Wallet)}";
        string[] feeds = ["orderbook/14", "recent_trades/14", "orderbook/15", "recent_trades/15", "live_funding_rate", positions];
        folder.Describe($$"""{"format":1,"version":"0.1.0","network":"Simulator","endpoint":{"webSocket":"ws://127.0.0.1:1/ws/"},"feeds":[{{string.Join(',', feeds.Select(f => $"\"{f}\""))}}]}""");

        using SimulatedExchange exchange = SimulatedExchange.Start(new() { Manual = true, Rate = 1 / SecondsPerStep, Start = RecordedFolder.Start });
        int step = 0;
        List<IDisposable> taps = [.. feeds.Select(Tap)];
        for (step = 1; step <= steps; step++)
        {
            Tell(folder, step, steps, feeds);
            exchange.Step();
        }

        taps.ForEach(t => t.Dispose());
        Tear(folder, folder.Close());

        IDisposable Tap(string feed)
        {
            (string topic, string? key) = FeedName.Parse(feed);
            int delay = Array.IndexOf(feeds, feed);
            return exchange.Tap(topic, key, message =>
            {
                if (!IsMissing(feed, step, steps))
                {
                    folder.Message((step * SecondsPerStep) + (delay * 0.0013), feed, System.Text.Encoding.UTF8.GetString(message.Span));
                }
            });
        }
    }

    // In hundredths of the length.
    private static bool IsMissing(string feed, int step, int steps) => (step * 100 / steps) switch
    {
        >= 15 and < 19 => feed == "orderbook/14",
        >= 30 and < 38 => true,
        >= 50 and < 54 => feed == "live_funding_rate",
        >= 60 and < 62 => feed == "recent_trades/14",
        >= 84 and < 87 => feed.StartsWith("positions", StringComparison.Ordinal),
        _ => false,
    };

    private static void Tell(RecordedFolder folder, int step, int steps, string[] feeds)
    {
        if (step % (steps / 100) != 0)
        {
            return;
        }

        FeedKey book = Key("orderbook/14");
        FeedKey trades = Key("recent_trades/14");
        FeedKey positions = Key(feeds[^1]);
        DateTimeOffset now = At(step);
        DateTimeOffset Ago(int hundredths) => At(step - (hundredths * steps / 100));
        StreamNotice[] notices = (step * 100 / steps) switch
        {
            15 => [Lost(book, now, "the server closed the connection")],
            19 => [Back(book, now, Ago(4), Completeness.WholeState)],
            38 => [.. feeds.Select(f => new RecordingGapNotice { Feed = Key(f), At = now, From = Ago(8), To = now, Reason = "the recording was not running" })],
            52 => [new StaleNotice { Feed = Key("live_funding_rate"), At = now, Silence = now - Ago(2) }],
            62 => [Lost(trades, Ago(2), "no pong within 15 s"), Back(trades, now, Ago(2), Completeness.PossibleGap)],
            70 => [new BadMessageNotice { Feed = book, At = now, Reason = BadMessageReason.InvalidJson, Detail = "it is not JSON", Excerpt = "</script><b>&" }],
            78 => [new GapNotice { Feed = trades, At = now, From = Ago(1) }],
            84 => [Lost(positions, now, "the network is unreachable")],
            87 => [Back(positions, now, Ago(3), Completeness.WholeState)],
            90 => [new StandstillNotice { Feed = book, At = now, Messages = 40, DataAge = now - Ago(1) }],
            _ => [],
        };
        Array.ForEach(notices, n => folder.Notice(n));
        if (step * 100 / steps is not (> 30 and <= 38))
        {
            folder.Close();
        }
    }

    // The hundredth before the 45th: nothing was recorded in eight of those before. What it held is lost.
    private static void Tear(RecordedFolder folder, long end)
    {
        string path = folder.FileNamed(RecordedFolder.FirstFile);
        byte[] bytes = File.ReadAllBytes(path);
        IReadOnlyList<long> ends = RecordedFolder.MemberEnds(bytes);
        Assert.Equal(end, ends[^1]);
        bytes[(ends[35] + ends[36]) / 2] ^= 0x40;
        File.WriteAllBytes(path, bytes);
    }

    private static DateTimeOffset At(int step) => RecordedFolder.At(step * SecondsPerStep);

    private static FeedKey Key(string feed)
    {
        (string topic, string? key) = FeedName.Parse(feed);
        return new(s_endpoint, topic, key);
    }

    private static ReconnectingNotice Lost(FeedKey feed, DateTimeOffset at, string reason) => new()
    {
        Feed = feed,
        At = at,
        Reason = reason,
        Kind = KanaErrorKind.ConnectFailed,
        Attempt = 1,
        Delay = TimeSpan.FromSeconds(0.3),
        WasConnected = true,
        BeginsOutage = true,
    };

    private static ReconnectedNotice Back(FeedKey feed, DateTimeOffset at, DateTimeOffset from, Completeness completeness) =>
        new() { Feed = feed, At = at, From = from, Downtime = at - from, Completeness = completeness };
}
