using System.Text.Json;
using System.Text.Json.Serialization;

namespace KanaPerps.Recording;

/// <summary>The file <c>recording.json</c>: what was asked for, by which version, since when. Everything can be read without it.</summary>
internal sealed record RecordingManifest
{
    public const string FileName = "recording.json";

    public const int CurrentFormat = 1;

    // A service that starts again each minute must not make it grow for ever.
    private const int MostSessions = 1000;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    [JsonPropertyOrder(0)]
    public int Format { get; init; } = CurrentFormat;

    [JsonPropertyOrder(1)]
    public string Version { get; init; } = "";

    [JsonPropertyOrder(2)]
    public string Network { get; init; } = "";

    [JsonPropertyOrder(3)]
    public Addresses Endpoint { get; init; } = new("", "");

    [JsonPropertyOrder(4)]
    public string Started { get; init; } = "";

    /// <summary>The names of all feeds that were ever asked for.</summary>
    [JsonPropertyOrder(5)]
    public IReadOnlyList<string> Feeds { get; init; } = [];

    [JsonPropertyOrder(6)]
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    /// <summary>Reads the file.</summary>
    /// <param name="folder">The folder of the recording.</param>
    /// <returns>What it says, or null when it is not there or is not one of a recording.</returns>
    public static RecordingManifest? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<RecordingManifest>(File.ReadAllBytes(path), s_options);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // It may be of use to its owner.
            File.Move(path, path + ".unreadable", overwrite: true);
            return null;
        }
    }

    /// <summary>Adds a session.</summary>
    public RecordingManifest With(Session session) => this with
    {
        Version = session.Version,
        Started = Started.Length > 0 ? Started : session.Started,
        Feeds = [.. Feeds.Union(session.Feeds)],
        Sessions = [.. Sessions.Append(session).TakeLast(MostSessions)],
    };

    /// <summary>Writes the file: what was there before is replaced by the whole of it, or not at all.</summary>
    /// <param name="folder">The folder of the recording.</param>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, FileName);
        string temporary = path + ".tmp";
        File.WriteAllBytes(temporary, [.. JsonSerializer.SerializeToUtf8Bytes(this, s_options), (byte)'\n']);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Where the data comes from.</summary>
    public sealed record Addresses(string WebSocket, string Rest);

    /// <summary>A run of a recorder.</summary>
    public sealed record Session(string Started, string Version, IReadOnlyList<string> Feeds);
}
