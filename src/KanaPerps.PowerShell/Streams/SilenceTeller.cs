using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Says of feeds that sent nothing, while a command waited for their first message, what that probably comes from.</summary>
internal sealed class SilenceTeller
{
    private readonly HashSet<FeedKey> _connected = [];

    /// <summary>Takes note of data or a notice.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="notice">The notice, or null for data.</param>
    public void Saw(FeedKey feed, StreamNotice? notice)
    {
        if (notice is ConnectedNotice)
        {
            _connected.Add(feed);
        }
    }

    /// <summary>The error for a feed that sent nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="waited">How long the command waited.</param>
    /// <returns>The record.</returns>
    public ErrorRecord Error(FeedKey feed, Topic topic, TimeSpan waited)
    {
        string time = FormattableString.Invariant($"{waited.TotalSeconds:0.###} s");
        return ErrorRecords.From(
            IsConnected(feed)
                ? new KanaException(KanaErrorKind.NoFirstMessage, $"{feed}: the venue sent nothing within {time}.", LikelyCause(feed, topic))
                : new KanaException(
                    KanaErrorKind.ConnectFailed,
                    $"{feed}: no connection came about within {time}{LastLoss(feed)}.",
                    $"Check the network and the endpoint {feed.Endpoint}, or give more time with -TimeoutSec."),
            feed);
    }

    // Whoever joins a feed that is connected already gets no notice of it.
    private bool IsConnected(FeedKey feed) => _connected.Contains(feed) || KanaSession.Connections.GetConnections().Any(c =>
        c.Feed == feed && c.State is ConnectionState.Subscribed or ConnectionState.Live);

    private static string LastLoss(FeedKey feed) =>
        KanaSession.Connections.GetConnections().FirstOrDefault(c => c.Feed == feed)?.LastLossReason is { } reason ? $". Last: {reason}" : "";

    private static string LikelyCause(FeedKey feed, Topic topic) =>
        topic.KeyKind == TopicKeyKind.Address && KnownAddresses.ProfileOfWallet(feed.Key, feed.Endpoint.Name) is { } profile
            ? $"This address is known as a wallet: give its profile {profile}, or use -WalletAddress."
            : topic.LikelyCauseOfSilence;
}
