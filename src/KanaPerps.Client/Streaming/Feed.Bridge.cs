using KanaPerps.Bridging;
using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <content>A feed that comes from a bridge, by way of a broker.</content>
internal abstract partial class Feed
{
    // As often as a bridge itself: a try is a question to a server of one's own, and a history that is not read meanwhile is lost.
    private static readonly TimeSpan s_longestBridgedDelay = TimeSpan.FromSeconds(1);

    private bool IsBridged => BrokerAddress.IsOne(Key.Endpoint.WebSocket);

    private Func<CancellationToken, Task<IConnection>>? BridgeDial() =>
        IsBridged ? stop => BridgedConnection.DialAsync(Key, _context.Brokers, _context.Options.DialTimeout, Time, stop) : null;

    // What the bridge was told of its connection to the venue is told here too. What follows from the messages is not among it: this feed finds it in them itself.
    private void OnBridged(ReceivedMessage message)
    {
        if (message.Problem is { } problem)
        {
            ReportBad(problem);
            return;
        }

        StreamNotice notice = ((StreamNotice)message.Notice!) with { Feed = Key, At = Time.GetUtcNow() };
        switch (notice)
        {
            case ReconnectingNotice loss:
                Progress.OnUpstreamLost(Loss.Passing(loss.Reason) with { Kind = loss.Kind });
                Counters.AddLoss(loss.Kind);
                Broadcast(loss with { BeginsOutage = loss.Kind != KanaErrorKind.NoFirstMessage && Progress.MarkOutageReported() });
                break;
            case StaleNotice:
                if (Progress.MarkStale())
                {
                    Broadcast(notice);
                }

                break;
            default:
                Counters.AddGap();
                Broadcast(notice);
                break;
        }
    }
}
