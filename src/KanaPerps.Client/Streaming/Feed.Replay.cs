using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <content>What the replay of a recording says by its close codes.</content>
internal abstract partial class Feed
{
    /// <summary>Whether the recording that the feed replays has ended.</summary>
    protected bool HasRecordingEnded { get; private set; }

    /// <summary>Forgets what has come: the next message is the first. Called under the lock.</summary>
    protected abstract void Forget();

    // Whether the connection ended by a sign of a replay, and not by a loss.
    private bool IsReplaySign(ref Loss loss, out bool isEnd)
    {
        int? code = Key.Endpoint.WebSocket.IsLoopback ? loss.CloseCode : null;
        isEnd = code == ReplayCloseCode.Ended;
        if (code == ReplayCloseCode.Lost)
        {
            // The replay waits for the feed, whose connection did nothing wrong.
            loss = loss with { IsRetriedAtOnce = true };
        }

        if (isEnd)
        {
            lock (Gate)
            {
                HasRecordingEnded = true;
                _progress.Enter(ConnectionState.Closed);
                Broadcast(new DisconnectedNotice { Feed = Key, At = Time.GetUtcNow(), IsEndOfRecording = true });
            }
        }
        else if (code == ReplayCloseCode.BeginsAgain)
        {
            lock (Gate)
            {
                _progress.BeginAgain();
                Forget();
            }
        }

        return code is ReplayCloseCode.Ended or ReplayCloseCode.BeginsAgain;
    }
}
