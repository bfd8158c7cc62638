using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>
/// Keeps one subscription of the venue alive: dials, subscribes, receives, watches over the silence, dials again. One task does all
/// of it, the supervisor, and it alone moves <see cref="State"/>.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source holds no timer and no link, so there is nothing to give back; it may be cancelled at any time.")]
internal abstract class Feed
{
    private static int s_lastId;

    private readonly FeedContext _context;
    private readonly byte[] _request;
    private readonly Topic _topic;
    private readonly ReconnectPolicy _policy;
    private readonly TokenBucket _dials = new(3, TimeSpan.FromSeconds(3.5));
    private readonly CancellationTokenSource _stop = new();
    private readonly long _start;
    private Task _supervisor = Task.CompletedTask;
    private long _subscribedAt;
    private long _lastMessageAt;
    private DateTimeOffset _lastMessageTime;
    private bool _hasMessageOnConnection;
    private bool _wasLive;
    private int _silentConnections;
    private bool _isStale;
    private bool _warnedOfSilence;
    private DateTimeOffset? _lastLoss;
    private string? _lastLossReason;

    protected Feed(FeedKey key, Topic topic, string? wireKey, FeedContext context)
    {
        Key = key;
        _topic = topic;
        _context = context;
        _request = SubscribeRequest.Write(topic.Name, topic.KeyField, wireKey);
        _policy = new ReconnectPolicy(context.Options);
        _start = context.Time.GetTimestamp();
        Since = context.Time.GetUtcNow();
        Id = Interlocked.Increment(ref s_lastId);
    }

    public int Id { get; }

    public FeedKey Key { get; }

    /// <summary>What the messages are read into.</summary>
    public abstract Type ModelType { get; }

    /// <summary>Guards everything that the supervisor writes and others read.</summary>
    protected object Gate { get; } = new();

    protected FeedCounters Counters { get; } = new();

    protected TimeProvider Time => _context.Time;

    /// <summary>Why the feed ended for good, or null.</summary>
    protected KanaException? Fault { get; private set; }

    protected ConnectionState State { get; private set; } = ConnectionState.Connecting;

    protected abstract int SubscriberCount { get; }

    private DateTimeOffset Since { get; set; }

    /// <summary>Whether the feed takes no more subscribers.</summary>
    public bool HasEnded
    {
        get
        {
            lock (Gate)
            {
                return State is ConnectionState.Closed or ConnectionState.Faulted || _stop.IsCancellationRequested;
            }
        }
    }

    /// <summary>Starts the supervisor. Once.</summary>
    public void Start() => _supervisor = Task.Run(SuperviseAsync);

    /// <summary>Ends the feed: its socket is closed within the close timeout.</summary>
    /// <param name="tellSubscribers">Whether the subscribers did not ask for it themselves.</param>
    /// <returns>When nothing of the feed is left.</returns>
    public Task StopAsync(bool tellSubscribers = false)
    {
        if (tellSubscribers)
        {
            lock (Gate)
            {
                Broadcast(new DisconnectedNotice { Feed = Key, At = Time.GetUtcNow() });
            }
        }

        // Asynchronously: what waits for the token must not run here, where the caller may hold a lock.
        _ = _stop.CancelAsync();
        return _supervisor;
    }

    public ConnectionStatus Status()
    {
        lock (Gate)
        {
            return new ConnectionStatus
            {
                Id = Id,
                Topic = Key.Topic,
                Key = Key.Key,
                Endpoint = Key.Endpoint,
                State = State,
                Since = Since,
                Healthy = State == ConnectionState.Live && !_isStale,
                Subscribers = SubscriberCount,
                LastMessageAge = _lastMessageAt == 0 ? null : Time.GetElapsedTime(_lastMessageAt),
                Messages = Counters.Messages,
                Bytes = Counters.Bytes,
                Rows = Counters.Rows,
                Reconnects = Counters.Reconnects,
                LastLoss = _lastLoss,
                LastLossReason = _lastLossReason,
                Gaps = Counters.Gaps,
                Lagged = Counters.LostRows,
                Merged = Counters.Merged,
                BadMessagesByReason = Counters.BadMessages(),
                InexactNumbers = Counters.InexactNumbers,
            };
        }
    }

    /// <summary>Reads a message into models and hands them out. Called under the lock.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="receivedAt">When it had been received.</param>
    /// <param name="reconnected">What to tell first if this is the first readable message after a loss: from when on rows may be missing; else null.</param>
    /// <returns>Whether the message could be read.</returns>
    protected abstract bool OnMessage(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, DateTimeOffset? reconnected);

    /// <summary>Tells every subscriber. Called under the lock.</summary>
    protected abstract void Broadcast(StreamNotice notice);

    protected void ReportBad(WireProblem problem)
    {
        Counters.AddBad(problem.Reason, problem.Count);
        if (problem.Reason != BadMessageReason.ForeignRow)
        {
            Broadcast(new BadMessageNotice { Feed = Key, At = Time.GetUtcNow(), Reason = problem.Reason, Detail = problem.Detail, Excerpt = problem.Excerpt, Count = problem.Count });
        }
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                Loss loss = await LiveOnceAsync().ConfigureAwait(false);
                if (await AfterLossAsync(loss).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Enter(ConnectionState.Closed);
        }
        catch (Exception e)
        {
            // A mistake of ours must end the feed aloud rather than leave its watchers waiting for ever.
            End(new KanaException(KanaErrorKind.InvalidResponse, $"The stream ended by a fault in the client: {e.Message}", "Please report it with the message that the venue had sent", e));
        }
    }

    private async Task<Loss> LiveOnceAsync()
    {
        CancellationToken stop = _stop.Token;
        Enter(ConnectionState.Connecting);
        TimeSpan own = _dials.Take(Time.GetElapsedTime(_start));
        TimeSpan shared = _context.DialBudget.Take(Key.Endpoint);
        await Delay(own > shared ? own : shared, stop).ConfigureAwait(false);
        lock (Gate)
        {
            _hasMessageOnConnection = false;
            _subscribedAt = 0;
        }

        try
        {
            using WebSocketConnection connection = await WebSocketConnection.DialAsync(Key.Endpoint, _context.Options, Time, stop).ConfigureAwait(false);
            await connection.SendAsync(_request, stop).ConfigureAwait(false);
            lock (Gate)
            {
                _subscribedAt = Time.GetTimestamp();
                Enter(ConnectionState.Subscribed);
                if (!_wasLive)
                {
                    Broadcast(new ConnectedNotice { Feed = Key, At = Time.GetUtcNow() });
                }
            }

            Task<Loss> pump = connection.PumpAsync(OnFrame);
            try
            {
                return await WatchAsync(connection, pump, stop).ConfigureAwait(false);
            }
            finally
            {
                if (stop.IsCancellationRequested)
                {
                    await connection.CloseAsync(pump).ConfigureAwait(false);
                }

                connection.Abort();
                await pump.ConfigureAwait(false);
            }
        }
        catch (LossException e)
        {
            return e.Loss;
        }
    }

    // The pump receives; this looks from time to time whether what it receives, or does not, is right.
    private async Task<Loss> WatchAsync(WebSocketConnection connection, Task<Loss> pump, CancellationToken stop)
    {
        int subscriptionsSent = 1;
        long lastLook = Time.GetTimestamp();
        TimeSpan interval = Liveness.LookInterval(_context.Options);
        while (true)
        {
            Task tick = Delay(interval, stop);
            if (await Task.WhenAny(pump, tick).ConfigureAwait(false) == pump)
            {
                return await pump.ConfigureAwait(false);
            }

            await tick.ConfigureAwait(false);
            LivenessVerdict verdict = Liveness.Judge(Look(connection, subscriptionsSent, lastLook), _context.Options);
            lastLook = Time.GetTimestamp();
            switch (verdict)
            {
                case LivenessVerdict.SubscribeAgain:
                    subscriptionsSent++;
                    await connection.SendAsync(_request, stop).ConfigureAwait(false);
                    break;
                case LivenessVerdict.DialAgain:
                    return FailureClassifier.Passing("subscribed twice, and no message came") with { Kind = KanaErrorKind.NoFirstMessage, IsOurs = true };
                case LivenessVerdict.WarnOfSilence:
                    WarnOfSilence();
                    break;
                case LivenessVerdict.Stale:
                    WarnOfStaleness();
                    break;
                case LivenessVerdict.SilentLink:
                    return FailureClassifier.Passing("nothing was received for too long");
                case LivenessVerdict.StuckMessage:
                    return FailureClassifier.Passing("a message in pieces did not come to its end in time");
                case LivenessVerdict.Suspended:
                    return FailureClassifier.Passing("this process stood still") with { IsOurs = true };
            }
        }
    }

    private LivenessLook Look(WebSocketConnection connection, int subscriptionsSent, long lastLook)
    {
        lock (Gate)
        {
            return new LivenessLook
            {
                SinceLastLook = Time.GetElapsedTime(lastLook),
                SinceSubscribed = Time.GetElapsedTime(_subscribedAt),
                SinceLastMessage = Time.GetElapsedTime(_hasMessageOnConnection ? _lastMessageAt : _subscribedAt),
                AssemblyTime = connection.AssemblyTime,
                HasMessage = _hasMessageOnConnection,
                SubscriptionsSent = subscriptionsSent,
                SilentConnections = _silentConnections,
                IsSteady = _topic.IsSteady,
                WatchesPongs = WebSocketConnection.WatchesPongs,
            };
        }
    }

    private void OnFrame(ReceivedFrame frame)
    {
        DateTimeOffset receivedAt = Time.GetUtcNow();
        lock (Gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            Counters.Messages++;
            Counters.Bytes += frame.Payload.Length;
            if (frame.Payload.IsEmpty || frame.Type == WebSocketMessageType.Binary)
            {
                BadMessageReason reason = frame.Payload.IsEmpty ? BadMessageReason.EmptyFrame : BadMessageReason.BinaryFrame;
                ReportBad(new(reason, frame.Payload.IsEmpty ? "the frame is empty" : "the frame is binary", VenueText.Excerpt(frame.Payload.Span)));
                return;
            }

            bool isFirst = !_hasMessageOnConnection;
            DateTimeOffset? reconnected = isFirst && _wasLive ? _lastMessageTime : null;
            if (!OnMessage(frame.Payload.Span, receivedAt, reconnected))
            {
                return;
            }

            _lastMessageAt = Time.GetTimestamp();
            _lastMessageTime = receivedAt;
            _isStale = false;
            if (isFirst)
            {
                _hasMessageOnConnection = true;
                _wasLive = true;
                _silentConnections = 0;
                _warnedOfSilence = false;
                Enter(ConnectionState.Live);
            }
        }
    }

    private async Task<bool> AfterLossAsync(Loss loss)
    {
        _stop.Token.ThrowIfCancellationRequested();
        TimeSpan? delay;
        lock (Gate)
        {
            TimeSpan uptime = _subscribedAt == 0 ? TimeSpan.Zero : Time.GetElapsedTime(_subscribedAt);
            _silentConnections += _subscribedAt != 0 && !_hasMessageOnConnection && loss.Kind == KanaErrorKind.NoFirstMessage ? 1 : 0;
            _lastLoss = Time.GetUtcNow();
            _lastLossReason = loss.Reason;
            delay = _policy.Next(loss, uptime, _hasMessageOnConnection, Random.Shared.NextDouble());
            if (delay is { } wait)
            {
                Enter(ConnectionState.Backoff);
                Broadcast(new ReconnectingNotice { Feed = Key, At = Time.GetUtcNow(), Reason = loss.Reason, Kind = loss.Kind, Attempt = _policy.Attempt, Delay = wait, WasConnected = _subscribedAt != 0 });
            }
        }

        if (delay is null)
        {
            End(loss.ToException());
            return true;
        }

        await Delay(delay.Value, _stop.Token).ConfigureAwait(false);
        return false;
    }

    private void WarnOfSilence()
    {
        lock (Gate)
        {
            if (!_warnedOfSilence)
            {
                _warnedOfSilence = true;
                Broadcast(new NoFirstMessageNotice { Feed = Key, At = Time.GetUtcNow(), Waited = Time.GetElapsedTime(_start), LikelyCause = _topic.LikelyCauseOfSilence });
            }
        }
    }

    private void WarnOfStaleness()
    {
        lock (Gate)
        {
            if (!_isStale)
            {
                _isStale = true;
                Broadcast(new StaleNotice { Feed = Key, At = Time.GetUtcNow(), Silence = Time.GetElapsedTime(_lastMessageAt) });
            }
        }
    }

    private void End(KanaException fault)
    {
        lock (Gate)
        {
            Fault = fault;
            Enter(ConnectionState.Faulted);
            Broadcast(new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = fault });
        }
    }

    private void Enter(ConnectionState state)
    {
        lock (Gate)
        {
            State = state;
            Since = Time.GetUtcNow();
        }
    }

    private Task Delay(TimeSpan delay, CancellationToken stop) => delay > TimeSpan.Zero ? Task.Delay(delay, Time, stop) : Task.CompletedTask;
}
