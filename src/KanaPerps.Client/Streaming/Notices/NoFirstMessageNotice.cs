using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>There is no data: the venue takes the subscription and sends none that can be used.</summary>
public sealed record NoFirstMessageNotice : StreamNotice
{
    /// <summary>How long there has been no data.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>How many messages came meanwhile that were not data of this feed.</summary>
    public long UnusedMessages { get; init; }

    /// <summary>The beginning of the last of them, with control characters escaped, or null.</summary>
    public string? LastUnusedMessage { get; init; }

    /// <summary>What it may come from and what to do, in a sentence.</summary>
    public required string LikelyCause { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => $"{Finding} {LikelyCause}";

    /// <summary>What is wrong with the last message that was not data.</summary>
    internal BadMessageReason? UnusedReason { get; init; }

    /// <summary>Whether the subscription could be sent at all.</summary>
    internal bool IsConnected { get; init; } = true;

    /// <summary>Whether an empty list has come that was not taken for the state yet, because the real one may follow.</summary>
    internal bool HoldsEmptyList { get; init; }

    /// <summary>Why the last attempt to connect failed, or null.</summary>
    internal string? LastLossReason { get; init; }

    /// <summary>What came, in a sentence or two.</summary>
    internal string Finding => IsConnected ? $"no data for {TimeText.Of(Waited)}. {Received}" : $"no connection within {TimeText.Of(Waited)}{(LastLossReason is null ? "" : $". Last: {LastLossReason}")}.";

    private string Received => (UnusedMessages, UnusedReason) switch
    {
        _ when HoldsEmptyList => "The venue sent an empty list, which counts when no other one follows it in the next moment.",
        (0, _) => "The venue accepted the subscription and sent nothing.",
        (1, BadMessageReason.ForeignRow) => $"The venue sent one message, which has only rows of another market or account. It begins: {LastUnusedMessage}",
        (_, BadMessageReason.ForeignRow) => FormattableString.Invariant($"The venue sent {UnusedMessages} messages, which have only rows of another market or account. The last one begins: {LastUnusedMessage}"),
        (1, _) => $"The venue answered: {LastUnusedMessage}",
        _ => FormattableString.Invariant($"The venue sent {UnusedMessages} messages that are not data. The last one: {LastUnusedMessage}"),
    };

    /// <summary>What probably causes it, and what to do.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="hasDelivered">Whether the same subscription has brought data before.</param>
    /// <param name="unused">What is wrong with the last message that came in the data's place, or null when none came.</param>
    /// <returns>A sentence or two.</returns>
    internal static string CauseOf(Topic topic, bool hasDelivered, BadMessageReason? unused) => unused switch
    {
        BadMessageReason.ForeignRow => "Check the key and the network: the venue sends the rows of another market or account.",
        not null => "If the answer names a mistake, correct it. Otherwise wait: the subscription is sent again at growing intervals.",
        _ when hasDelivered => "The venue has served this subscription before, so the key is right. Nothing to do: it is sent again at growing intervals.",
        _ => topic.LikelyCauseOfSilence,
    };
}
