using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What is known of topics by their names, for those who name one themselves.</summary>
internal static class TopicAdvice
{
    /// <summary>Topics that are named somewhere, and no more, with what they are probably asked for by.</summary>
    public static IReadOnlyList<(string Name, TopicKeyKind KeyKind)> Undocumented { get; } =
    [
        ("best_price", TopicKeyKind.Market),
        ("live_order_history", TopicKeyKind.Address),
        ("live_trade_history", TopicKeyKind.Address),
    ];

    /// <summary>What is probably wrong with a request that will be made as it is.</summary>
    /// <param name="topic">The name.</param>
    /// <param name="given">What the topic is going to be asked for by.</param>
    /// <returns>A warning, or null.</returns>
    public static string? Of(string topic, TopicKeyKind given)
    {
        if (KanaTopics.All.FirstOrDefault(t => t.Name == topic) is { } known)
        {
            return known.KeyKind == given ? null : $"The topic {topic} is asked for {HowToName(known.KeyKind)}. Asked otherwise, the venue may stay silent.";
        }

        return Undocumented.Any(t => t.Name == topic) || NearMiss.Find(topic, KanaTopics.All.Select(t => t.Name)) is not { } near
            ? null
            : $"The venue documents no topic '{topic}'. Did you mean {near}? It is asked for all the same.";
    }

    /// <summary>How a topic's key is named on the command line, as the end of a sentence.</summary>
    /// <param name="kind">The kind of key.</param>
    /// <returns>The words.</returns>
    public static string HowToName(TopicKeyKind kind) => kind switch
    {
        TopicKeyKind.Market => "by market: give -MarketId or -Symbol",
        TopicKeyKind.Address => "by account: give -ProfileAddress or -WalletAddress",
        _ => "by its name alone",
    };
}
