using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>For feeds without data: says what the venue sent instead, and the likely cause.</summary>
internal sealed class SilenceDiagnosis
{
    // A stream that is a little late costs the venue no further call.
    private static readonly TimeSpan s_askAfter = TimeSpan.FromSeconds(10);

    private readonly Topic _topic;
    private readonly Func<KanaEndpoint, string?> _apiKeyOf;
    private readonly CancellationToken _stop;
    private readonly Deadline _ask;
    private readonly HashSet<FeedKey> _silent;
    private readonly HashSet<FeedKey> _connected = [];
    private readonly HashSet<FeedKey> _reported = [];
    private readonly MarketAdvisor _markets = new();

    /// <summary>Begins to wait for the first data of some feeds.</summary>
    /// <param name="feeds">The feeds.</param>
    /// <param name="topic">Their topic.</param>
    /// <param name="time">How long the command takes, or an infinite time.</param>
    /// <param name="apiKeyOf">The key for REST at a deployment, or null.</param>
    /// <param name="stop">Cancelled when the command is stopped.</param>
    public SilenceDiagnosis(
        IEnumerable<FeedKey> feeds, Topic topic, TimeSpan time, Func<KanaEndpoint, string?> apiKeyOf, CancellationToken stop)
    {
        _silent = [.. feeds];
        _topic = topic;
        _apiKeyOf = apiKeyOf;
        _stop = stop;

        // So that an answer can be there when the command ends.
        _ask = new Deadline(time == Timeout.InfiniteTimeSpan || time > s_askAfter * 2 ? s_askAfter : time / 2);
    }

    /// <summary>Takes note of data or a notice.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="notice">The notice, or null for data.</param>
    /// <returns>The notice, with what the venue's own list of markets adds to it.</returns>
    public StreamNotice? Saw(FeedKey feed, StreamNotice? notice)
    {
        switch (notice)
        {
            case null or FaultNotice or DisconnectedNotice:
                _silent.Remove(feed);
                break;
            case ConnectedNotice:
                _connected.Add(feed);
                break;
            case ReconnectingNotice { WasConnected: false }:
                _reported.Add(feed);
                break;
            case NoFirstMessageNotice { UnusedMessages: 0 } silence:
                _reported.Add(feed);
                return silence with { LikelyCause = Advice(feed) ?? silence.LikelyCause };
        }

        return notice;
    }

    /// <summary>Asks for the list of markets when a market has been silent for so long that it may not exist. Called from second to second.</summary>
    public void Look()
    {
        if (_topic.KeyKind != TopicKeyKind.Market || !_ask.IsOver)
        {
            return;
        }

        foreach (FeedKey feed in _silent.Where(IsConnected))
        {
            _markets.Ask(feed.Endpoint, _apiKeyOf(feed.Endpoint), _stop);
        }
    }

    /// <summary>The error for a feed that brought no data.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="waited">How long the command waited.</param>
    /// <returns>The record.</returns>
    public ErrorRecord Error(FeedKey feed, TimeSpan waited)
    {
        NoFirstMessageNotice silence = Describe(feed, waited);
        KanaErrorKind kind = silence.HoldsEmptyList ? KanaErrorKind.Timeout : silence.IsConnected ? KanaErrorKind.NoFirstMessage : KanaErrorKind.ConnectFailed;
        return ErrorRecords.From(new KanaException(kind, $"{FeedTitle.Of(feed)}: {silence.Finding}", silence.LikelyCause), feed);
    }

    /// <summary>What to say of the feeds that brought nothing to a command that ends now and has not reported it.</summary>
    /// <param name="waited">How long the command waited.</param>
    /// <returns>A notice for each.</returns>
    public IEnumerable<StreamNotice> AtEnd(TimeSpan waited) => _silent.Except(_reported).Select(feed => Describe(feed, waited));

    private static ConnectionStatus? StatusOf(FeedKey feed) =>
        KanaSession.Connections.GetConnections().FirstOrDefault(c => c.Feed == feed);

    // A command that joins a feed that is connected already gets no notice of it.
    private bool IsConnected(FeedKey feed) => _connected.Contains(feed) || StatusOf(feed)?.State is ConnectionState.Subscribed or ConnectionState.Live;

    private NoFirstMessageNotice Describe(FeedKey feed, TimeSpan waited)
    {
        ConnectionStatus? status = StatusOf(feed);
        bool isConnected = IsConnected(feed);
        return new()
        {
            Feed = feed,
            At = TimeProvider.System.GetUtcNow(),
            Waited = waited,
            IsConnected = isConnected,
            LastLossReason = isConnected ? null : status?.LastLossReason,
            UnusedMessages = status?.UnusedMessages ?? 0,
            LastUnusedMessage = status?.LastUnusedMessage,
            UnusedReason = status?.UnusedReason,
            HoldsEmptyList = status?.HoldsEmptyList ?? false,
            LikelyCause = !isConnected
                ? $"Check the network and the endpoint {feed.Endpoint.WebSocket}, or give more time with -TimeoutSec."
                : status?.HoldsEmptyList == true ? "Give more time with -TimeoutSec."
                : (status?.UnusedMessages > 0 ? null : Advice(feed)) ?? NoFirstMessageNotice.CauseOf(_topic, status?.LastMessageAge is not null, status?.UnusedReason),
        };
    }

    private string? Advice(FeedKey feed) => (_topic.KeyKind, feed.Key) switch
    {
        (TopicKeyKind.Address, { } address) when KnownAddresses.ProfileOfWallet(address, feed.Endpoint.Name) is { } profile =>
            $"This is a wallet address: give its profile {profile}, or use -WalletAddress.",
        (TopicKeyKind.Market, { } market) => _markets.About(feed.Endpoint.WebSocket, market),
        _ => null,
    };
}
