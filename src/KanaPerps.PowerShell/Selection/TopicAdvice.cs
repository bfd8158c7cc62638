using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>What is known of topics by their names, for those who name one themselves.</summary>
internal static class TopicAdvice
{
    // A part of a name that is shorter says nothing.
    private const int ShortestPart = 4;

    // What this module calls them, in the singular.
    private static readonly Dictionary<string, string> s_ownWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["book"] = KanaTopics.OrderBook.Name,
        ["order_book"] = KanaTopics.OrderBook.Name,
        ["trade"] = KanaTopics.RecentTrades.Name,
        ["fill"] = KanaTopics.Fills.Name,
        ["order"] = KanaTopics.OpenOrders.Name,
        ["transfer"] = KanaTopics.Transfers.Name,
        ["deposit"] = KanaTopics.Transfers.Name,
        ["withdrawal"] = KanaTopics.Transfers.Name,
    };

    /// <summary>Topics that are named somewhere, and no more, with what they are probably asked for by.</summary>
    public static IReadOnlyList<(string Name, TopicKeyKind KeyKind)> Undocumented { get; } =
    [
        .. new (string Name, TopicKeyKind KeyKind)[]
        {
            ("best_price", TopicKeyKind.Market),
            ("live_order_history", TopicKeyKind.Address),
            ("live_trade_history", TopicKeyKind.Address),
        }.Where(t => KanaTopics.Find(t.Name) is null),
    ];

    /// <summary>What is probably wrong with a request that will be made as it is.</summary>
    /// <param name="topic">The name.</param>
    /// <param name="given">What the topic is going to be asked for by.</param>
    /// <returns>A warning, or null.</returns>
    public static string? Of(string topic, TopicKeyKind given)
    {
        if (KanaTopics.Find(topic) is { } known)
        {
            return known.KeyKind == given ? null : $"The topic {topic} is requested {HowToName(known.KeyKind)}. The venue may not answer any other key.";
        }

        if (Undocumented.Any(t => t.Name == topic))
        {
            return null;
        }

        string question = Nearest(topic) is { } near ? $" Did you mean {near}?" : "";
        string names = string.Join(", ", KanaTopics.All.Select(t => t.Name).Order(StringComparer.Ordinal));
        return $"'{VenueText.Shorten(topic)}' is not a documented topic, and the venue may not answer.{question} It is requested anyway. Documented topics: {names}.";
    }

    private static string? Nearest(string topic)
    {
        string[] names = [.. KanaTopics.All.Select(t => t.Name)];
        string word = topic.Trim('*', '?', ' ').Replace('-', '_');
        return s_ownWords.GetValueOrDefault(word.TrimEnd('s'))
            ?? NearMiss.Find(word, names)
            ?? (word.Length >= ShortestPart ? names.FirstOrDefault(n => n.Contains(word, StringComparison.OrdinalIgnoreCase)) : null);
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
