using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>The topics by the nouns of their commands: who knows Watch-KanaTrade need not know that the venue calls its topic recent_trades.</summary>
internal static class TopicNames
{
    /// <summary>The topics that have commands of their own.</summary>
    public static IReadOnlyList<(string Noun, Topic Topic)> Nouns { get; } = [.. KanaTopics.All.Select(t => (NounOf(t), t))];

    /// <summary>The name on the wire.</summary>
    /// <param name="name">A noun such as Trade, in any case, or any other name.</param>
    /// <returns>The noun's topic, or the name as it is.</returns>
    public static string OnWire(string name) =>
        Nouns.FirstOrDefault(n => n.Noun.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).Topic?.Name ?? name;

    // A model is called what its commands are called, but one is a record of an order's history.
    private static string NounOf(Topic topic) => topic.ModelType == typeof(OrderRecord) ? "OrderHistory" : topic.ModelType.Name;
}
