using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KanaPerps.Topics;
using KanaPerps.Transport;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>
/// Keeps one subscription alive: connects, subscribes, receives, detects silence and reconnects. One task, the supervisor, does all of
/// this. Only the supervisor and the pump that it runs change the <see cref="FeedProgress"/>.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source holds no timer and no link, so there is nothing to give back; it may be cancelled at any time.")]
internal abstract partial class Feed
{
    private static int s_lastId;

    private readonly FeedContext _context;
    private readonly byte[][] _requests;
    private readonly Topic _topic;
    private readonly ReconnectPolicy _policy;
    private readonly Dialer _dialer;
    private readonly CancellationTokenSource _stop = new();
    private readonly FeedProgress _progress;
    private readonly NoticeThrottle _throttle;
    private Task _supervisor = Task.CompletedTask;

    // Completed when a subscriber joins that waits for the venue's answer.
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected Feed(FeedKey key, Topic topic, FeedContext context)
    {
        Key = key;
        _topic = topic;
        _context = context;
        Counters = new FeedCounters(topic.Name);
        _requests = [.. topic.Spellings(key.Key).Select(k => SubscribeRequest.Write(topic.Name, topic.KeyField, k))];
        _policy = new ReconnectPolicy(context.Options);
        _progress = new FeedProgress(context.Time);
        _dialer = new Dialer(key.Endpoint.WebSocket, context.Options.ConnectionLimits, context.Time, context.DialBudget);
        _throttle = new NoticeThrottle(context.Time);
        Id = Interlocked.Increment(ref s_lastId);
    }

    public int Id { get; }

    public FeedKey Key { get; }

    /// <summary>The codec, memory and subscribers that take the messages.</summary>
    public abstract Type ModelType { get; }

    /// <summary>Protects everything that the supervisor writes and other threads read.</summary>
    protected object Gate { get; } = new();

    protected FeedCounters Counters { get; }

    protected TimeProvider Time => _context.Time;

    /// <summary>Why the feed has ended, or null.</summary>
    protected KanaException? Fault { get; private set; }

    /// <summary>The state of the feed. Used under the lock.</summary>
    protected FeedProgress Progress => _progress;

    protected abstract int SubscriberCount { get; }

    /// <summary>Whether an empty first list has come and is not taken for the state yet.</summary>
    protected abstract bool HoldsEmptyList { get; }

    /// <summary>The number of snapshots that subscribers skipped and that are not in the status yet.</summary>
    protected abstract long UncountedMerges { get; }

    // One spelling of the key per connection: a socket never subscribes to two keys of a topic.
    private byte[] Request => _requests[_progress.Spelling % _requests.Length];

    /// <summary>Whether the feed takes no more subscribers.</summary>
    public bool HasEnded
    {
        get
        {
            lock (Gate)
            {
                return _progress.State is ConnectionState.Closed or ConnectionState.Faulted || _stop.IsCancellationRequested;
            }
        }
    }

    /// <summary>Starts the supervisor. Call it once.</summary>
    public void Start() => _supervisor = Task.Run(SuperviseAsync);

    /// <summary>Ends the feed: its socket is closed within the close timeout.</summary>
    /// <param name="tellSubscribers">Whether to notify the subscribers, because they did not ask for it themselves.</param>
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

        // Cancelled asynchronously: continuations of the token must not run here, where the caller may hold a lock.
        _ = _stop.CancelAsync();
        return _supervisor;
    }

    /// <summary>
    /// Connects or subscribes now instead of later, because a subscriber waits for the answer. Stays within the budget. Called under the
    /// lock.
    /// </summary>
    protected void Hasten() => _hurry.TrySetResult();

    /// <summary>Reads a message into models and hands them out. Called under the lock.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="outage">The outage to report first if this is the first readable message after a loss; else null.</param>
    /// <returns>Whether the message could be read.</returns>
    protected abstract bool OnMessage(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, Outage? outage);

    /// <summary>A connection that had subscribed has ended. Not called under the lock.</summary>
    protected abstract void OnConnectionEnded();

    /// <summary>Wakes the subscribers that have received something since the last call. Called under the lock.</summary>
    protected abstract void Announce();

    /// <summary>Sends a notice to every subscriber. Called under the lock.</summary>
    protected abstract void Broadcast(StreamNotice notice);

    private async Task SuperviseAsync()
    {
        Counters.AddFeed(1);
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
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            lock (Gate)
            {
                _progress.Enter(ConnectionState.Closed);
            }
        }
        catch (Exception e)
        {
            // A bug in this program must end the feed with an error, so that its subscribers do not wait for ever.
            End(new KanaException(KanaErrorKind.InvalidResponse, $"The stream ended because of an error in this module: {e.Message}", "Report it, with the message that the venue sent last", e));
        }
        finally
        {
            Counters.AddFeed(-1);
        }
    }

    private async Task<Loss> LiveOnceAsync()
    {
        CancellationToken stop = _stop.Token;
        lock (Gate)
        {
            _progress.Dialling();
        }

        await _dialer.WaitForTurnAsync(stop).ConfigureAwait(false);
        try
        {
            using IConnection connection = await DialAsync(stop).ConfigureAwait(false);
            await connection.SendAsync(Request).ConfigureAwait(false);
            lock (Gate)
            {
                _progress.Subscribed();
                if (!_progress.WasLive)
                {
                    Broadcast(new ConnectedNotice { Feed = Key, At = Time.GetUtcNow() });
                }
            }

            Task<Loss> pump = connection.PumpAsync(OnReceived, OnLull);
            try
            {
                Loss loss = await WatchAsync(connection, pump, stop).ConfigureAwait(false);

                // The outage begins with the last sign of life, however late the loss was noticed.
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
            return await _dialer.DialAsync(stop).ConfigureAwait(false);
        }
        catch (LossException e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Loss.Reason).SetTag("error.type", e.Loss.Kind.ToString());
            throw;
        }
    }

    // The pump receives. Meanwhile this loop checks from time to time whether data arrives as it should.
    private async Task<Loss> WatchAsync(IConnection connection, Task<Loss> pump, CancellationToken stop)
    {
        int subscriptionsSent = 1;
        long lastLook = Time.GetTimestamp();
        TimeSpan interval = Liveness.LookInterval(_context.Options);
        Task tick = Delay(interval, stop);
        Task hurry = NextHurry();
        while (true)
        {
            Task first = await Task.WhenAny(pump, tick, hurry).ConfigureAwait(false);
            if (first == pump)
            {
                return await pump.ConfigureAwait(false);
            }

            if (first == hurry)
            {
                hurry = NextHurry();
                if (MaySubscribeEarly())
                {
                    await connection.SendAsync(Request).ConfigureAwait(false);
                }

                continue;
            }

            await tick.ConfigureAwait(false);
            tick = Delay(interval, stop);
            TimeSpan sinceLastLook = Time.GetElapsedTime(lastLook);
            LivenessVerdict verdict = Look(connection, subscriptionsSent, sinceLastLook);
            lastLook = Time.GetTimestamp();
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
                    return Loss.Passing("this process was suspended") with { IsRetriedAtOnce = true, Unnoticed = sinceLastLook };
            }
        }
    }

    private void OnReceived(ReceivedMessage message)
    {
        DateTimeOffset receivedAt = Time.GetUtcNow();
        lock (Gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            Counters.AddMessage(message.Payload.Length);
            _lastProblem = null;
            if (message.Payload.IsEmpty || message.IsBinary)
            {
                BadMessageReason reason = message.Payload.IsEmpty ? BadMessageReason.EmptyFrame : BadMessageReason.BinaryFrame;
                ReportBad(new(reason, message.Payload.IsEmpty ? "it is empty" : "it is binary", VenueText.Excerpt(message.Payload)));
                Tap(message.Payload, receivedAt, isBinary: message.IsBinary);
                NoteUnused();
            }
            else if (OnMessage(message.Payload, receivedAt, _progress.Outage))
            {
                _progress.Message(receivedAt);
            }
            else if (_lastProblem is not null)
            {
                NoteUnused();
            }
        }
    }

    private void OnLull()
    {
        lock (Gate)
        {
            Announce();
        }
    }

    private async Task<bool> AfterLossAsync(Loss loss)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (IsReplaySign(ref loss, out bool isEnd))
        {
            return isEnd;
        }

        TimeSpan? delay;
        Task hurry = NextHurry();
        lock (Gate)
        {
            _progress.Lost(loss);
            Counters.AddLoss(loss.Kind);
            delay = _policy.Next(loss, _progress.Uptime, _progress.HasMessage, Random.Shared.NextDouble());
            if (delay is { } wait)
            {
                _progress.Enter(ConnectionState.Backoff);
                ReportLoss(loss, wait);
            }
        }

        if (delay is null)
        {
            End(loss.ToException());
            return true;
        }

        // A wait that the venue asked for is never shortened.
        TimeSpan least = RetryAfter.Honoured(loss.RetryAfter);
        await Delay(least, _stop.Token).ConfigureAwait(false);
        await Task.WhenAny(Delay(delay.Value - least, _stop.Token), hurry).ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
        return false;
    }

    private Task NextHurry()
    {
        lock (Gate)
        {
            _hurry = _hurry.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : _hurry;
            return _hurry.Task;
        }
    }

    // Counts against the budget of dials, because a subscription costs the venue as much. Not while the first answer may still arrive.
    private bool MaySubscribeEarly()
    {
        lock (Gate)
        {
            if (_progress.IsHealthy || _progress.Uptime < _context.Options.FirstMessageTimeout)
            {
                return false;
            }
        }

        return _dialer.TrySpendDial();
    }

    private void End(KanaException fault)
    {
        lock (Gate)
        {
            Fault = fault;
            _progress.Enter(ConnectionState.Faulted);
            Broadcast(new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = fault });
        }
    }

    private Task Delay(TimeSpan delay, CancellationToken stop) => delay > TimeSpan.Zero ? Task.Delay(delay, Time, stop) : Task.CompletedTask;
}
