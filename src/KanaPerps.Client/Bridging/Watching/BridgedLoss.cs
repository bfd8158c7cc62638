using KanaPerps.Nats;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Transport;

namespace KanaPerps.Bridging;

/// <summary>What ends a connection to a bridge, and which of the bridge's notices are for its watchers.</summary>
internal static class BridgedLoss
{
    /// <summary>What a failed attempt means.</summary>
    /// <param name="cause">What it threw.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="feed">The feed.</param>
    /// <returns>The loss, or null for a mistake of this program.</returns>
    public static Loss? Of(Exception cause, BrokerAddress broker, FeedKey feed) => cause switch
    {
        LossException loss => loss.Loss,
        BrokerException failure => Of(BridgeErrors.Of(broker, failure)),
        KanaException error => Of(error),
        OperationCanceledException or TimeoutException => Loss.Passing($"the bridge at {feed.Endpoint.WebSocket} did not answer in time"),
        _ => null,
    };

    /// <summary>What a notice of the bridge's feed means to the connection.</summary>
    /// <param name="notice">The notice, or null.</param>
    /// <returns>The loss, or null when the connection goes on.</returns>
    public static Loss? Of(StreamNotice? notice) => notice switch
    {
        FaultNotice { Error: { } error } => new(error.Kind, $"the stream of the bridge ended: {Phrase(error.Message)}", error.NextStep) { IsFault = true },
        DisconnectedNotice => Loss.Passing("the bridge has closed its connection to the venue"),
        _ => null,
    };

    /// <summary>
    /// Whether a notice of the bridge's feed is passed on. Those that follow from the messages are not: the watcher's own feed finds the same in the same messages.
    /// </summary>
    /// <param name="notice">The notice.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsForwarded(StreamNotice notice) => notice is ReconnectingNotice or StaleNotice or BridgeGapNotice or RecordingGapNotice or UnknownNotice;

    /// <summary>Nothing answers for the feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="found">What the bridges of the broker publish, in words; or null.</param>
    public static Loss NoBridge(FeedKey feed, string? found) => new(
        KanaErrorKind.ConnectFailed,
        $"no bridge publishes {FeedName.Of(feed)} at {feed.Endpoint.WebSocket} ({(found is null ? "Start-KanaBridge starts one" : $"there: {found}")})",
        "Start one with Start-KanaBridge, with this topic and this market or account, or name what a bridge publishes");

    /// <summary>The bridge is of a later version.</summary>
    public static Loss LaterVersion(string version) => new(
        KanaErrorKind.RecordingFormat,
        $"the bridge is of a later version of this module ({Wire.VenueText.Shorten(version)})",
        "Update this module here, or use the bridge's version")
    { IsFault = true };

    /// <summary>The server does not allow a subject.</summary>
    public static Loss Denied(string words) => new(
        KanaErrorKind.BrokerLogin,
        $"the broker does not allow it: {Wire.VenueText.Escape(words)}",
        "Allow the subject to the user in the server's configuration. about_KanaFanout lists the subjects")
    { IsFault = true };

    /// <summary>Messages did not arrive.</summary>
    public static Loss Missing(long count) =>
        Loss.Passing(FormattableString.Invariant($"{count} messages of the bridge did not arrive")) with { IsRetriedAtOnce = true };

    /// <summary>The bridge said that it ends.</summary>
    public static Loss Stopped() => Loss.Passing("the bridge was stopped");

    /// <summary>The bridge gives no sign of life.</summary>
    public static Loss Silent(TimeSpan age) => Loss.Passing($"the bridge has sent no heartbeat for {TimeText.Of(age)}") with { Unnoticed = age };

    private static Loss Of(KanaException error)
    {
        string next = error.NextStep.TrimEnd('.');
        return new(error.Kind, Phrase(error.Message), next) { IsFault = error.Kind is not (KanaErrorKind.ConnectFailed or KanaErrorKind.BrokerStream) };
    }

    // A message as it stands within a sentence.
    private static string Phrase(string message) => message.Length > 1 && char.IsUpper(message[0]) && char.IsLower(message[1]) ? char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.') : message.TrimEnd('.');
}
