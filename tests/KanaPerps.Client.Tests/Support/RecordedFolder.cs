using System.IO.Compression;
using System.Text;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests;

/// <summary>A recording in a folder of its own, written line by line without a recorder.</summary>
internal sealed class RecordedFolder : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 25, 21, 38, 0, TimeSpan.Zero);

    public const string FirstFile = "2026-11-25T21.jsonl.gz";

    private readonly MemoryStream _lines = new();
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    public RecordedFolder(string name = "rec")
    {
        Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("kana").FullName, name);
        Directory.CreateDirectory(Path);
        Describe("""{"format":1,"version":"0.1.0","network":"Testnet","feeds":["live_funding_rate"]}""");
    }

    public string Path { get; }

    public static FeedKey Funding { get; } = new(KanaEndpoint.Testnet, "live_funding_rate", null);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public string FileNamed(string name) => System.IO.Path.Combine(Path, name);

    public void Describe(string json) => File.WriteAllText(FileNamed("recording.json"), json);

    public RecordedFolder Message(double seconds, string feed, string message, bool isRepeat = false, bool isBinary = false)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(message);
        byte[] line = new byte[RecordingLine.MostOverhead + feed.Length + 2 + (utf8.Length * 6) + 2];
        int length = RecordingLine.WriteMessage(line, At(seconds), RecordingLine.Quote(feed), 1, RecordingLine.Payload(utf8, isBinary, isJson: false), out int head);
        return Line(At(seconds), isRepeat ? RecordingLine.Repeated(line.AsSpan(0, length), head) : line[..length]);
    }

    public RecordedFolder Rate(double seconds, decimal rate, bool isRepeat = false) => Message(seconds, "live_funding_rate", Testing.Messages.Funding(rate), isRepeat);

    public RecordedFolder Notice(StreamNotice notice) => Line(notice.At, NoticeJson.Write(notice));

    public RecordedFolder Line(DateTimeOffset at, byte[] line)
    {
        _lines.Write(line);
        _lines.WriteByte((byte)'\n');
        _first = at < (_first ?? DateTimeOffset.MaxValue) ? at : _first;
        _last = at > (_last ?? DateTimeOffset.MinValue) ? at : _last;
        return this;
    }

    public RecordedFolder Text(string line) => Line(_last ?? Start, Encoding.UTF8.GetBytes(line));

    /// <summary>Closes the member that is being written.</summary>
    /// <returns>Where the file ends now.</returns>
    public long Close(string file = FirstFile)
    {
        using FileStream stream = new(FileNamed(file), FileMode.Append);
        stream.Write(Member());
        return stream.Length;
    }

    /// <summary>The member that is being written.</summary>
    public byte[] Member()
    {
        byte[] lines = _lines.ToArray();
        byte[] member = new MemberPacker().Pack(lines, (_first ?? Start).UtcTicks, (_last ?? Start).UtcTicks, lines.Count(b => b == (byte)'\n'), CompressionLevel.Optimal).ToArray();
        _lines.SetLength(0);
        (_first, _last) = (null, null);
        return member;
    }

    /// <summary>Where each member of a file ends.</summary>
    public static IReadOnlyList<long> MemberEnds(byte[] file)
    {
        List<long> ends = [];
        for (long at = 0; MemberHeader.TryRead(file.AsSpan((int)at), out MemberHeader header); ends.Add(at))
        {
            at += header.Length;
        }

        return ends;
    }

    public List<RecordingEvent> Import(FeedSelection? selection = null, SubscriptionOptions? view = null, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        Import(Path, selection, view, from, to);

    public static List<RecordingEvent> Import(string path, FeedSelection? selection = null, SubscriptionOptions? view = null, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        RecordingFolder folder = RecordingFolder.Open(path);
        ReadOptions part = new() { From = from, To = to };
        using RecordingReader reader = new(folder.Read(part, TestContext.Current.CancellationToken), folder.Description.Endpoint);
        return [.. new RecordingImport(reader, selection ?? new(), view ?? new(), part).Play()];
    }

    public IReadOnlyList<RecordingCheck> Check() => new RecordingChecker(RecordingFolder.Open(Path)).Run(_ => { }, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Directory.GetParent(Path)!.FullName, recursive: true);
}
