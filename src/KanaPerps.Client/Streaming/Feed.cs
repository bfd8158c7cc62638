using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KanaPerps.Streaming.Redundancy;
using KanaPerps.Topics;
using KanaPerps.Transport;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>
/// Keeps one subscription alive: connects, subscribes, receives, detects silence and reconnects. One task, the supervisor, does all of
/// this. Only the supervisor and the pump that it runs change the <see cref="FeedProgress"/>.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "_stop has no timer and is linked to no other source, so it needs no disposal. Disposing of it could fail a later StopAsync.")]
internal abstract partial class Feed
{
    private static int s_lastId;

    private readonly FeedContext _context;
    private readonly byte[][] _requests;
    private readonly Topic _topic;
    private readonly ReconnectPolicy _policy;
    private readonly Dialer _dialer;
    private readonly CancellationTokenSource _stop = new();
    private readonly NoticeThrottle _throttle;
    private Task? _supervisor;

    // Completed by Expedite. ObserveExpedite replaces it by a new one for the next call.
    private TaskCompletionSource _expedited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected Feed(FeedKey key, Topic topic, FeedContext context)
    {
        Key = key;
        _topic = topic;
        _context = context;
        Counters = new FeedCounters(topic.Name);
        _requests = [.. topic.Spellings(key.Key).Select(k => SubscribeRequest.Write(topic.Name, topic.KeyField, k))];
        _policy = new ReconnectPolicy(context.Options, IsBridged ? s_longestBridgedDelay : null);
        Progress = new FeedProgress(context.Time);
        _dialer = new Dialer(key.Endpoint.WebSocket, context.Options.ConnectionLimits, context.Time, context.DialBudget, BridgeDial());
        _redundancy = MakeRedundancy();
        _throttle = new NoticeThrottle(context.Time);
        Id = Interlocked.Increment(ref s_lastId);
    }

    public int Id { get; }

    public FeedKey Key { get; }

    /// <summary>The type of the items that subscribers get.</summary>
    public abstract Type ModelType { get; }

    /// <summary>Protects everything that the supervisor writes and other threads read.</summary>
    protected object Gate { get; } = new();

    protected FeedCounters Counters { get; }

    protected TimeProvider Time => _context.Time;

    /// <summary>Why the feed has ended, or null.</summary>
    protected KanaException? Fault { get; private set; }

    /// <summary>The state of the feed. Used under the lock.</summary>
    protected FeedProgress Progress { get; }

    protected abstract int SubscriberCount { get; }

    /// <summary>Whether an empty first list has come and is not taken for the state yet.</summary>
    protected abstract bool HoldsEmptyList { get; }

    /// <summary>The number of snapshots that subscribers skipped and that are not in the status yet.</summary>
    protected abstract long UncountedMerges { get; }

    /// <summary>Whether the feed takes no more subscribers.</summary>
    public bool HasEnded
    {
        get
        {
            lock (Gate)
            {
                return Progress.State is ConnectionState.Closed or ConnectionState.Faulted || _stop.IsCancellationRequested;
            }
        }
    }

    // The request to subscribe. Some keys can be spelled in two ways; each connection uses one, so it never subscribes to two keys.
    private byte[] Request => _requests[Progress.Spelling % _requests.Length];

    /// <summary>Starts the supervisor, if that is still to be done. Call it under the lock of the manager.</summary>
    public void Start() => _supervisor ??= Task.Run(SuperviseAsync);

    /// <summary>Ends the feed: its socket is closed within the close timeout.</summary>
    /// <param name="tellSubscribers">Whether to notify the subscribers, because they did not ask for it themselves.</param>
    /// <returns>Completes when the supervisor has ended and the socket is closed.</returns>
    public Task StopAsync(bool tellSubscribers = false)
    {
        if (tellSubscribers)
        {
            lock (Gate)
            {
                Broadcast(new DisconnectedNotice { Feed = Key, At = Time.GetUtcNow() });
            }
        }

        // Cancelled asynchronously: continuations of the token must not run here, where the caller may hold a lock.
        _ = _stop.CancelAsync();
        return _supervisor ?? Task.CompletedTask;
    }

    /// <summary>
    /// Makes the supervisor reconnect, or send the subscription again, without its usual delay, because a subscriber waits for the venue's
    /// answer. The budget of dials still applies. Called under the lock.
    /// </summary>
    protected void Expedite() => _expedited.TrySetResult();

    /// <summary>Reads a message into models and hands them out. Called under the lock.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="outage">The outage to report first if this is the first readable message after a loss; else null.</param>
    /// <returns>
    /// Whether the message was delivered. False without a problem reported: it is an empty first list, which is held back for a moment.
    /// </returns>
    protected abstract bool OnMessage(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, Outage? outage);

    /// <summary>Called when a connection that had subscribed has ended, without the lock.</summary>
    protected abstract void OnConnectionEnded();

    /// <summary>Wakes the subscribers that have something to read. Called under the lock.</summary>
    protected abstract void WakeSubscribers();

    /// <summary>Sends a notice to every subscriber. Called under the lock.</summary>
    protected abstract void Broadcast(StreamNotice notice);

    private async Task SuperviseAsync()
    {
        Counters.AddFeed(1);
        try
        {
            while (true)
            {
                Loss loss = await RunConnectionAsync().ConfigureAwait(false);
                if (await EndOrBackOffAsync(loss).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            lock (Gate)
            {
                Progress.Enter(ConnectionState.Closed);
            }
        }
        catch (Exception e)
        {
            // A bug in this program must end the feed with an error, so that its subscribers do not wait for ever.
            Fail(new KanaException(KanaErrorKind.InvalidResponse, $"The stream ended because of an error in this module: {e.Message}", "Report it, with the message that the venue sent last", e));
        }
        finally
        {
            Counters.AddFeed(-1);
        }
    }

    // Connects, subscribes, and runs the connection until it ends.
    private async Task<Loss> RunConnectionAsync()
    {
        CancellationToken stop = _stop.Token;
        lock (Gate)
        {
            Progress.OnDialling();
        }

        await _dialer.WaitForTurnAsync(stop).ConfigureAwait(false);
        try
        {
            using IConnection connection = await DialAsync(stop).ConfigureAwait(false);
            await connection.SendAsync(Request).ConfigureAwait(false);
            lock (Gate)
            {
                Progress.OnSubscribed();
                if (!Progress.WasLive)
                {
                    Broadcast(new ConnectedNotice { Feed = Key, At = Time.GetUtcNow() });
                }
            }

            Task<Loss> pump = connection.PumpAsync(OnReceived, OnBurstEnd);
            try
            {
                Loss loss = await WatchAsync(connection, pump, stop).ConfigureAwait(false);

                // An outage begins when the last byte was received, even if the loss is noticed later.
                TimeSpan unnoticed = connection.SinceLastByte;
                return unnoticed > loss.Unnoticed ? loss with { Unnoticed = unnoticed } : loss;
            }
            finally
            {
                if (stop.IsCancellationRequested)
                {
                    await connection.CloseAsync(pump).ConfigureAwait(false);
                }

                connection.Abort();
                await pump.ConfigureAwait(false);
                OnConnectionEnded();
                ReportPartialMessage(connection);
            }
        }
        catch (LossException e)
        {
            return e.Loss;
        }
    }

    private async Task<IConnection> DialAsync(CancellationToken stop)
    {
        using Activity? span = StreamMetrics.Activities.StartActivity("kana.dial", ActivityKind.Client);
        span?.SetTag("server.address", Key.Endpoint.WebSocket.Host).SetTag("server.port", Key.Endpoint.WebSocket.Port).SetTag("topic", Key.Topic);
        try
        {
            IConnection connection = await _dialer.DialAsync(stop).ConfigureAwait(false);
            return IsBridged ? connection : new RedundantConnection(connection, _redundancy);
        }
        catch (LossException e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Loss.Reason).SetTag("error.type", e.Loss.Kind.ToString());
            throw;
        }
    }

    // The pump receives messages. Meanwhile this loop checks at intervals whether they arrive as they should.
    private async Task<Loss> WatchAsync(IConnection connection, Task<Loss> pump, CancellationToken stop)
    {
        int subscriptionsSent = 1;
        long lastCheck = Time.GetTimestamp();
        TimeSpan interval = Liveness.CheckInterval(_context.Options);
        Task tick = Delay(interval, stop);
        Task expedited = ObserveExpedite();
        while (true)
        {
            Task first = await Task.WhenAny(pump, tick, expedited).ConfigureAwait(false);
            if (first == pump)
            {
                return await pump.ConfigureAwait(false);
            }

            if (first == expedited)
            {
                expedited = ObserveExpedite();
                if (TrySpendEarlySubscription())
                {
                    await connection.SendAsync(Request).ConfigureAwait(false);
                }

                continue;
            }

            await tick.ConfigureAwait(false);
            tick = Delay(interval, stop);
            TimeSpan sinceLastCheck = Time.GetElapsedTime(lastCheck);
            LivenessVerdict verdict = CheckLiveness(connection, subscriptionsSent, sinceLastCheck);
            lastCheck = Time.GetTimestamp();
            switch (verdict)
            {
                case LivenessVerdict.SubscribeAgain:
                    subscriptionsSent++;
                    await connection.SendAsync(Request).ConfigureAwait(false);
                    break;
                case LivenessVerdict.DialAgain:
                    return Loss.Passing("subscribed twice without receiving data") with { Kind = KanaErrorKind.NoFirstMessage, IsRetriedAtOnce = true };
                case LivenessVerdict.StuckMessage:
                    return Loss.Passing("a fragmented message was not completed in time");
                case LivenessVerdict.Suspended:
                    return Loss.Passing("this process was suspended") with { IsRetriedAtOnce = true, Unnoticed = sinceLastCheck };
            }
        }
    }

    private void OnReceived(ReceivedMessage message)
    {
        DateTimeOffset receivedAt = message.KeptSince ?? Time.GetUtcNow();
        lock (Gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (message.Notice is not null || message.Problem is not null)
            {
                OnBridged(message);
                return;
            }

            Counters.AddMessage(message.Payload.Length);
            _lastProblem = null;
            IsOfStandby = message.IsOfStandby;
            if (message.Payload.IsEmpty || message.IsBinary)
            {
                BadMessageReason reason = message.Payload.IsEmpty ? BadMessageReason.EmptyFrame : BadMessageReason.BinaryFrame;
                ReportBad(new(reason, message.Payload.IsEmpty ? "it is empty" : "it is binary", VenueText.Excerpt(message.Payload)));
                Tap(message.Payload, receivedAt, isBinary: message.IsBinary);
                CountUnused();
            }
            else if (OnMessage(message.Payload, receivedAt, Progress.Outage))
            {
                Progress.OnMessage(receivedAt);
            }
            else if (_lastProblem is not null)
            {
                // Without a problem it is an empty first list that is held back: it is not counted as unused.
                CountUnused();
            }
        }
    }

    private void OnBurstEnd()
    {
        lock (Gate)
        {
            WakeSubscribers();
        }
    }

    // Ends the feed and returns true, or returns false when it is time to connect again.
    private async Task<bool> EndOrBackOffAsync(Loss loss)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (TryHandleReplayClose(ref loss, out bool hasEnded))
        {
            return hasEnded;
        }

        TimeSpan? delay;
        Task expedited = ObserveExpedite();
        lock (Gate)
        {
            Progress.OnLost(loss);
            Counters.AddLoss(loss.Kind);
            delay = _policy.Next(loss, Progress.Uptime, Progress.HasMessage, Random.Shared.NextDouble());
            if (delay is { } wait)
            {
                Progress.Enter(ConnectionState.Backoff);
                ReportLoss(loss, wait);
            }
        }

        if (delay is null)
        {
            Fail(loss.ToException());
            return true;
        }

        // Expedite may shorten the delay, but not below the time that the venue asked for (Retry-After).
        TimeSpan minimum = RetryAfter.Honoured(loss.RetryAfter);
        await Delay(minimum, _stop.Token).ConfigureAwait(false);
        await Task.WhenAny(Delay(delay.Value - minimum, _stop.Token), expedited).ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
        return false;
    }

    // A task that completes when Expedite is called next. If it was called before and that has been seen, this is a new task.
    private Task ObserveExpedite()
    {
        lock (Gate)
        {
            _expedited = _expedited.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : _expedited;
            return _expedited.Task;
        }
    }

    // Whether to send the subscription again for Expedite. Not while data arrives, or the first answer may still come. It spends a dial of the
    // budget, because a subscription costs the venue as much as a connection.
    private bool TrySpendEarlySubscription()
    {
        lock (Gate)
        {
            if (Progress.IsHealthy || Progress.Uptime < _context.Options.FirstMessageTimeout)
            {
                return false;
            }
        }

        return _dialer.TrySpendDial();
    }

    private void Fail(KanaException fault)
    {
        lock (Gate)
        {
            Fault = fault;
            Progress.Enter(ConnectionState.Faulted);
            Broadcast(new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = fault });
        }
    }

    private Task Delay(TimeSpan delay, CancellationToken stop) => delay > TimeSpan.Zero ? Task.Delay(delay, Time, stop) : Task.CompletedTask;
}
