using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>The topics by the nouns of their commands: Watch-KanaTrade is of the topic that the venue calls recent_trades.</summary>
internal static class TopicNames
{
    /// <summary>The name on the wire.</summary>
    /// <param name="name">A noun such as Trade, in any case, or any other name.</param>
    /// <returns>The noun's topic, or the name as it is.</returns>
    public static string OnWire(string name) =>
        KanaTopics.All.FirstOrDefault(t => t.Noun.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))?.Name ?? name;
}
