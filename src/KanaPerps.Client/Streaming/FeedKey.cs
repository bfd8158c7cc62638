namespace KanaPerps.Streaming;

/// <summary>What makes a feed: two subscriptions with equal keys share one socket.</summary>
/// <param name="Endpoint">The deployment: its address and its name, which every object of the feed carries.</param>
/// <param name="Topic">The topic's name on the wire.</param>
/// <param name="Key">The address or market id in the form in which keys compare, or null for a topic without a key.</param>
public sealed record FeedKey(KanaEndpoint Endpoint, string Topic, string? Key)
{
    /// <inheritdoc/>
    public override string ToString() => Key is null ? Topic : $"{Topic} {Key}";
}
