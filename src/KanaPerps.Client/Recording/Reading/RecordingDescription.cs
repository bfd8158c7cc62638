using System.Text.Json;

namespace KanaPerps.Recording;

/// <summary>What <c>recording.json</c> says: where the data came from, and which feeds were asked for. Nothing that could not be read without it.</summary>
/// <param name="Endpoint">Where the data came from; <see cref="KanaEndpoint.Unknown"/> when it does not say.</param>
/// <param name="Feeds">The names of all feeds that were ever asked for.</param>
/// <param name="Problem">Why the file could not be used, or null.</param>
internal sealed record RecordingDescription(KanaEndpoint Endpoint, IReadOnlyList<string> Feeds, string? Problem = null)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "recording.json";

    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>Reads the file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.RecordingFormat"/>: a later version wrote it.</exception>
    public static RecordingDescription Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            {
                return Unknown("is too large");
            }

            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(json.RootElement);
        }
        catch (FileNotFoundException)
        {
            return Unknown("is missing");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Unknown("can't be read");
        }
    }

    private static RecordingDescription Unknown(string problem) =>
        new(KanaEndpoint.Unknown, [], $"{FileName} {problem}, so the objects do not say which network they are of");

    private static RecordingDescription Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Unknown("is not one of a recording");
        }

        if (root.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.Number && format.TryGetInt64(out long version) && version > MemberHeader.CurrentVersion)
        {
            throw RecordingErrors.LaterVersion(FileName, version);
        }

        KanaEndpoint? endpoint = EndpointOf(root);
        HashSet<string> feeds = [.. FeedsOf(root)];
        if (root.TryGetProperty("sessions", out JsonElement sessions) && sessions.ValueKind == JsonValueKind.Array)
        {
            feeds.UnionWith(sessions.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object).SelectMany(FeedsOf));
        }

        return endpoint is null ? Unknown("names no endpoint") with { Feeds = [.. feeds] } : new(endpoint, [.. feeds]);
    }

    private static KanaEndpoint? EndpointOf(JsonElement root)
    {
        string? address = root.TryGetProperty("endpoint", out JsonElement endpoint) && endpoint.ValueKind == JsonValueKind.Object ? TextOf(endpoint, "webSocket") : null;
        KanaNetwork network = Enum.TryParse(TextOf(root, "network"), out KanaNetwork named) && Enum.IsDefined(named) ? named : KanaNetwork.Custom;
        try
        {
            return network switch
            {
                KanaNetwork.Mainnet => KanaEndpoint.Mainnet,
                KanaNetwork.Testnet => KanaEndpoint.Testnet,
                _ => Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? KanaEndpoint.From(uri, network) : null,
            };
        }
        catch (KanaException)
        {
            return null;
        }
    }

    private static IEnumerable<string> FeedsOf(JsonElement part) =>
        part.TryGetProperty("feeds", out JsonElement feeds) && feeds.ValueKind == JsonValueKind.Array
            ? feeds.EnumerateArray().Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!)
            : [];

    private static string? TextOf(JsonElement part, string name) =>
        part.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
