using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Which feeds a recording or a bridge has: each topic with the markets or accounts that it is asked for by.</summary>
internal static class FeedTopics
{
    /// <summary>Finds the topics.</summary>
    /// <param name="names">Their names on the wire.</param>
    /// <param name="hasMarkets">Whether markets are given.</param>
    /// <param name="hasAccounts">Whether accounts are given.</param>
    /// <param name="warn">Takes a warning about a topic that is not documented.</param>
    /// <returns>The topics.</returns>
    /// <exception cref="FeedTopicException">A topic needs what is not given, or nothing takes what is given.</exception>
    public static IReadOnlyList<Topic> Find(IEnumerable<string> names, bool hasMarkets, bool hasAccounts, Action<string> warn)
    {
        List<Topic> topics = [];
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            Topic topic = KanaTopics.Find(name) ?? new RawTopic(name, KindOf(name, hasMarkets, hasAccounts));
            if ((topic.KeyKind == TopicKeyKind.Market && !hasMarkets) || (topic.KeyKind == TopicKeyKind.Address && !hasAccounts))
            {
                throw Refuse(name, $"The topic {name} is requested {TopicAdvice.HowToName(topic.KeyKind)}.", "Name at least one.");
            }

            if (topic is RawTopic && TopicAdvice.Of(name, topic.KeyKind) is { } advice)
            {
                warn(advice);
            }

            topics.Add(topic);
        }

        if (hasMarkets && topics.TrueForAll(t => t.KeyKind != TopicKeyKind.Market))
        {
            throw Refuse(topics[0].Name, $"No topic takes a market: {Names(topics)}.", "Omit -MarketId and -Symbol, or add a topic such as orderbook.");
        }

        if (hasAccounts && topics.TrueForAll(t => t.KeyKind != TopicKeyKind.Address))
        {
            throw Refuse(topics[0].Name, $"No topic takes an account: {Names(topics)}.", "Omit -ProfileAddress and -WalletAddress, or add a topic such as positions.");
        }

        return topics;
    }

    // What a topic that is not documented is asked for by follows from what is given.
    private static TopicKeyKind KindOf(string name, bool hasMarkets, bool hasAccounts) => (hasMarkets, hasAccounts) switch
    {
        _ when TopicAdvice.Undocumented.FirstOrDefault(t => t.Name == name) is { Name: not null } named && (hasMarkets || hasAccounts) => named.KeyKind,
        (true, true) => throw Refuse(
            name,
            $"The topic {name} is not documented, so it may be requested by market or by account, and both are given.",
            "Name it in a command of its own."),
        (true, false) => TopicKeyKind.Market,
        (false, true) => TopicKeyKind.Address,
        _ => TopicKeyKind.None,
    };

    private static string Names(IEnumerable<Topic> topics) => string.Join(", ", topics.Select(t => t.Name));

    private static FeedTopicException Refuse(string topic, string message, string nextStep) =>
        new(ErrorRecords.Of(KanaErrors.TopicKey, topic, message, nextStep));
}
