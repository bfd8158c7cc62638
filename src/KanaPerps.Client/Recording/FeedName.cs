using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>
/// The name of a feed in a recording: <c>orderbook/14</c>, or <c>live_funding_rate</c> where a topic is of the whole venue. A slash or a percent sign in
/// the topic's own name is written as <c>%2F</c> or <c>%25</c>.
/// </summary>
internal static class FeedName
{
    /// <summary>The name of a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The name.</returns>
    public static string Of(FeedKey feed) => Of(feed.Topic, feed.Key);

    /// <summary>The name of a feed.</summary>
    /// <param name="topic">The topic's name on the wire.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>The name.</returns>
    public static string Of(string topic, string? key)
    {
        string escaped = topic.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
        return key is null ? escaped : $"{escaped}/{key}";
    }

    /// <summary>Reads the name of a feed.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The topic's name on the wire, and the key or null.</returns>
    public static (string Topic, string? Key) Parse(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string topic = slash < 0 ? name : name[..slash];
        return (
            topic.Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal),
            slash < 0 ? null : name[(slash + 1)..]);
    }
}
