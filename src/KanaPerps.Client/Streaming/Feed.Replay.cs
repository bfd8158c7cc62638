using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <content>What the close codes mean that a replay of a recording sends.</content>
internal abstract partial class Feed
{
    /// <summary>Whether the recording that the feed replays has ended.</summary>
    protected bool HasRecordingEnded { get; private set; }

    /// <summary>Forgets all messages: the next one counts as the first. Called under the lock.</summary>
    protected abstract void Reset();

    // Returns true if the connection did not fail: the replay has ended (hasEnded), or begins again, and the feed connects again at once.
    // A loss that the replay repeats from the recording stays a loss, but is retried without delay.
    private bool TryHandleReplayClose(ref Loss loss, out bool hasEnded)
    {
        int? code = Key.Endpoint.WebSocket.IsLoopback ? loss.CloseCode : null;
        hasEnded = code == ReplayCloseCode.Ended;
        if (code == ReplayCloseCode.Lost)
        {
            // The replay waits until the feed is back.
            loss = loss with { IsRetriedAtOnce = true };
        }

        if (hasEnded)
        {
            lock (Gate)
            {
                HasRecordingEnded = true;
                Progress.Enter(ConnectionState.Closed);
                Broadcast(new DisconnectedNotice { Feed = Key, At = Time.GetUtcNow(), IsEndOfRecording = true });
            }
        }
        else if (code == ReplayCloseCode.BeginsAgain)
        {
            lock (Gate)
            {
                Progress.Reset();
                Reset();
            }
        }

        return code is ReplayCloseCode.Ended or ReplayCloseCode.BeginsAgain;
    }
}
