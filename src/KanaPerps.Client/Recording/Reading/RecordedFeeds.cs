using System.Text;
using System.Text.Json;
using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>The feeds that lines name, each made once.</summary>
internal sealed class RecordedFeeds
{
    private readonly KanaEndpoint _endpoint;

    // By a hash of the name's bytes as they stand in the lines.
    private readonly Dictionary<int, List<(byte[] Utf8, RecordedFeed Feed)>> _feeds = [];
    private readonly Dictionary<string, RecordedFeed> _byName = [];

    /// <summary>Begins without feeds.</summary>
    /// <param name="endpoint">Where they are from.</param>
    public RecordedFeeds(KanaEndpoint endpoint)
    {
        _endpoint = endpoint;
    }

    /// <summary>Finds the feed of a line.</summary>
    /// <param name="name">The name as it stands there.</param>
    /// <param name="isEscaped">Whether it has JSON escapes.</param>
    /// <returns>The feed, or null when the name is not text.</returns>
    public RecordedFeed? Find(ReadOnlySpan<byte> name, bool isEscaped)
    {
        HashCode hash = default;
        hash.AddBytes(name);
        int code = hash.ToHashCode();
        if (_feeds.TryGetValue(code, out List<(byte[] Utf8, RecordedFeed Feed)>? known))
        {
            foreach ((byte[] utf8, RecordedFeed feed) in known)
            {
                if (name.SequenceEqual(utf8))
                {
                    return feed;
                }
            }
        }

        if (TextOf(name, isEscaped) is not { } text)
        {
            return null;
        }

        RecordedFeed made = Find(text);
        _feeds.TryAdd(code, []);
        _feeds[code].Add((name.ToArray(), made));
        return made;
    }

    /// <summary>Finds a feed.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The feed.</returns>
    public RecordedFeed Find(string name)
    {
        if (!_byName.TryGetValue(name, out RecordedFeed? made))
        {
            (string topic, string? key) = FeedName.Parse(name);
            made = new(name, new FeedKey(_endpoint, topic, key));
            _byName.Add(name, made);
        }

        return made;
    }

    private static string? TextOf(ReadOnlySpan<byte> name, bool isEscaped)
    {
        try
        {
            return isEscaped ? JsonSerializer.Deserialize<string>([(byte)'"', .. name, (byte)'"']) : Encoding.UTF8.GetString(name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
