using System.Text.Json;
using KanaPerps.Streaming;

namespace KanaPerps.Recording.Picture;

/// <summary>Exports a recording as a picture: a page in one file.</summary>
internal sealed class PictureExport
{
    private const string Extension = ".html";

    private readonly RecordingFolder _recording;
    private readonly RecordingSource _source;
    private readonly ExportOptions _options;

    /// <summary>Prepares to export.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="source">Plays it.</param>
    /// <param name="options">Where to, and which part.</param>
    public PictureExport(RecordingFolder recording, RecordingSource source, ExportOptions options)
    {
        _recording = recording;
        _source = source;
        _options = options;
        Data = new PictureData(options.Part.From, options.Part.To);
    }

    /// <summary>What the picture shows.</summary>
    public PictureData Data { get; }

    /// <summary>Exports. A caller that does not read to the end leaves no file.</summary>
    /// <returns>The file, or why it is not written, and nothing now and then, for the caller to look at other things.</returns>
    public IEnumerable<ExportEvent> Run()
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(_recording.Path));
        string path = Path.Combine(_options.OutputPath, (name.Length > 0 ? name : "recording") + Extension);
        if (File.Exists(path) && !_options.Overwrite)
        {
            yield return new(null, ExportErrors.Exists(path), path);
            yield break;
        }

        foreach (ExportEvent pause in Read())
        {
            yield return pause;
        }

        yield return Write(name, path);
    }

    /// <summary>Reads the recording from front to back.</summary>
    /// <returns>Nothing, now and then.</returns>
    internal IEnumerable<ExportEvent> Read()
    {
        RecordedFeeds feeds = new(_recording.Description.Endpoint);
        foreach (FeedKey feed in _recording.Description.Feeds.Select(f => feeds.Find(f).Key).Where(_source.Takes))
        {
            Data.Expect(feed);
        }

        _source.OnSession = Session;
        foreach (RecordingEvent recorded in _source.Play())
        {
            Take(recorded);
            yield return default;
        }

        Data.End();
    }

    private ExportEvent Write(string name, string path)
    {
        try
        {
            using WholeFile file = new(path);
            PicturePage.Write(file.Stream, name, _recording.Description.Endpoint.Name, Data);
            return new(new()
            {
                Path = path,
                Table = "page",
                Format = ExportFormat.Html,
                Rows = Data.Messages,
                Bytes = file.Complete(_options.Overwrite),
                From = Data.Messages > 0 ? new DateTimeOffset(Data.From, TimeSpan.Zero) : null,
                To = Data.Messages > 0 ? new DateTimeOffset(Data.To, TimeSpan.Zero) : null,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, ExportErrors.Failed(path, e), path);
        }
    }

    private void Take(RecordingEvent recorded)
    {
        if (recorded.Damage is { } damage)
        {
            Data.Damage(damage);
        }
        else if (recorded.Notice is { } notice)
        {
            Data.Notice(notice);
        }
        else if (recorded.IsEarlier)
        {
            Data.Before(recorded.Feed!, recorded.At, recorded.Items);
        }
        else
        {
            Data.Message(recorded.Feed!, recorded.At, recorded.Items, recorded.IsReadable);
        }
    }

    private void Session(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader json = new(line);
        using JsonDocument session = JsonDocument.ParseValue(ref json);
        if (session.RootElement.TryGetProperty("feeds", out JsonElement feeds) && feeds.ValueKind == JsonValueKind.Array)
        {
            Data.Session(feeds.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!).ToHashSet());
        }
    }
}
