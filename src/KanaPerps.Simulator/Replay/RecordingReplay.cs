using KanaPerps.Transport;

namespace KanaPerps.Simulator.Replay;

/// <summary>
/// Serves a recording on loopback in the venue's own protocol, WebSocket and REST on one port. All sockets share one clock. All members are
/// thread-safe.
/// </summary>
public sealed class RecordingReplay : IAsyncDisposable
{
    private const int GoingAway = 1001;
    private const int InternalError = 1011;

    // How long the readers have to close their sockets when the replay is disposed.
    private static readonly TimeSpan s_closeTimeout = TimeSpan.FromMilliseconds(500);

    // How long the replay waits for readers to subscribe again that were cut off.
    private static readonly TimeSpan s_returnTimeout = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly ReplayOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, IEnumerable<ReplayStep>> _read;
    private readonly ReplayClock _clock;
    private readonly ReplayFeeds _feeds = new();
    private readonly ReplayRest _rest = new();
    private readonly SessionRegistry _sessions = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoopbackServer _server;
    private readonly Task _playing;
    private volatile Task? _disposal;
    private volatile ReplayState _state;
    private long _messagesSent;

    internal RecordingReplay(ReplayOptions options, Func<CancellationToken, IEnumerable<ReplayStep>> read, TimeProvider time)
    {
        options.Validate();
        (_options, _read, _time) = (options, read, time);
        _clock = new ReplayClock(options.Speed, time);
        ConnectionHandler handler = new(_rest.Answer, _sessions, Subscribe, Unsubscribe, () => Interlocked.Increment(ref _messagesSent), keepsAll: true);
        _server = new LoopbackServer(options.Port, handler.HandleAsync);
        WebSocketUri = new Uri(FormattableString.Invariant($"ws://127.0.0.1:{_server.Port}{ConnectionHandler.SocketPath}"));
        RestUri = new Uri(FormattableString.Invariant($"http://127.0.0.1:{_server.Port}/"));
        _playing = Task.Run(PlayAsync);
    }

    /// <summary>Where the WebSocket is, such as <c>ws://127.0.0.1:9210/ws/</c>.</summary>
    public Uri WebSocketUri { get; }

    /// <summary>The base of the REST calls, such as <c>http://127.0.0.1:9210/</c>.</summary>
    public Uri RestUri { get; }

    /// <summary>The present state.</summary>
    public ReplayState State => _state;

    /// <summary>Why it failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The time in the recording up to which it has been replayed, or null before the first step.</summary>
    public DateTimeOffset? Position => _clock.Now;

    /// <summary>How often the replay has begun again, with <see cref="ReplayOptions.Loop"/>.</summary>
    public int Rounds { get; private set; }

    /// <summary>The WebSockets that are open right now.</summary>
    public int ConnectionCount => _sessions.Count;

    /// <summary>The messages written to WebSockets so far.</summary>
    public long MessagesSent => Interlocked.Read(ref _messagesSent);

    /// <summary>
    /// Completes when everything before the first step has been read: the last message of each feed from before then, and answers of REST calls.
    /// </summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the recording has ended, can't be read any further, or the replay is disposed. A replay that loops does not end.</summary>
    public Task Completion => _playing;

    /// <summary>Completes as soon as exactly this number of WebSockets is open.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForConnectionCountAsync(int count, CancellationToken cancellationToken = default) => _sessions.WaitForCountAsync(count, cancellationToken);

    /// <summary>Ends the replay and all connections, within 2 seconds.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposal ??= Task.Run(DisposeCoreAsync);
            return new ValueTask(_disposal);
        }
    }

    private async Task DisposeCoreAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _playing.ConfigureAwait(false);
        _server.StopAccepting();
        CloseAll(GoingAway, "The replay stops", afterWaiting: false);
        using (CancellationTokenSource patience = new(s_closeTimeout))
        {
            await _sessions.WaitForCountAsync(0, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
        _sessions.End();
        _end.Dispose();
    }

    private async Task PlayAsync()
    {
        try
        {
            Task subscribed = _feeds.WaitForSubscriptionsAsync(_options.SubscriptionCount);
            while (await PlayOnceAsync(subscribed).ConfigureAwait(false) && _options.Loop)
            {
                int subscriptions = Math.Max(_options.SubscriptionCount, BeginAgain());
                subscribed = WaitForReturnAsync(_feeds.WaitForSubscriptionsAsync(subscriptions));
            }

            Finish(ReplayState.Ended);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The replay is being disposed.
        }
        catch (Exception exception)
        {
            Failure = exception;
            Finish(ReplayState.Failed);
        }
    }

    // Returns whether there was a step to replay. Without one the replay must not begin again, as it would do so forever.
    private async Task<bool> PlayOnceAsync(Task subscribed)
    {
        bool hasBegun = false;
        foreach (ReplayStep step in _read(_end.Token))
        {
            switch (step.Kind)
            {
                case ReplayStepKind.Rest:
                    _rest.Add(step.Subject, step.Bytes);
                    continue;
                case ReplayStepKind.Initial:
                    // A last message from before the first step. Readers that subscribe later get it, and those that have subscribed already.
                    _feeds.Post(step);
                    continue;
            }

            if (!hasBegun)
            {
                hasBegun = true;
                _ready.TrySetResult();
                await subscribed.WaitAsync(_end.Token).ConfigureAwait(false);
                _state = ReplayState.Playing;
                _clock.Begin(_options.From ?? step.At);
            }

            await PlayStepAsync(step).ConfigureAwait(false);
        }

        if (!hasBegun)
        {
            _ready.TrySetResult();
            await subscribed.WaitAsync(_end.Token).ConfigureAwait(false);
        }
        else if (_options.To is { } to)
        {
            await _clock.WaitUntilAsync(to, _end.Token).ConfigureAwait(false);
        }

        return hasBegun;
    }

    private async Task PlayStepAsync(ReplayStep step)
    {
        await _clock.WaitUntilAsync(step.At, _end.Token).ConfigureAwait(false);
        if (_clock.IsUnpaced)
        {
            // Only the readers set the pace. Without a reader the replay waits.
            await _feeds.WaitForSubscriptionsAsync(1).WaitAsync(_end.Token).ConfigureAwait(false);
        }

        if (step.Kind == ReplayStepKind.Loss || _feeds.IsOnAnotherConnection(step))
        {
            foreach (WebSocketSession session in _feeds.Lose(step.Subject))
            {
                session.Close(ReplayCloseCode.Lost, "The connection was lost here when this was recorded", afterWaiting: true);
            }
        }

        if (step.Kind == ReplayStepKind.Message)
        {
            await _clock.HoldAsync(WaitForReturnAsync(_feeds.AllBackAsync(step.Subject))).ConfigureAwait(false);
            foreach (WebSocketSession session in _feeds.Post(step))
            {
                await _clock.HoldAsync(session.WaitForRoomAsync().WaitAsync(_end.Token)).ConfigureAwait(false);
            }
        }
    }

    // Waits until the readers are back, but no longer than s_returnTimeout.
    private async Task WaitForReturnAsync(Task readers)
    {
        if (!readers.IsCompleted)
        {
            await Task.WhenAny(readers, Task.Delay(s_returnTimeout, _time, _end.Token)).ConfigureAwait(false);
            _end.Token.ThrowIfCancellationRequested();
        }
    }

    // Returns how many subscriptions there were: the replay waits for as many.
    private int BeginAgain()
    {
        Rounds++;
        int subscriptions = _feeds.Clear();
        CloseAll(ReplayCloseCode.BeginsAgain, "The recording begins again", afterWaiting: true);
        return subscriptions;
    }

    private void Finish(ReplayState state)
    {
        _state = state;
        _ready.TrySetResult();
        foreach (WebSocketSession session in _sessions.Snapshot())
        {
            CloseAtEnd(session);
        }
    }

    private void CloseAtEnd(WebSocketSession session)
    {
        if (_state == ReplayState.Failed)
        {
            session.Close(InternalError, "The recording can't be read on", afterWaiting: true);
        }
        else
        {
            session.Close(ReplayCloseCode.Ended, "The recording ends here", afterWaiting: true);
        }
    }

    private void CloseAll(int code, string reason, bool afterWaiting)
    {
        foreach (WebSocketSession session in _sessions.Snapshot())
        {
            session.Close(code, reason, afterWaiting);
        }
    }

    private void Subscribe(WebSocketSession session, SubscribeRequest request)
    {
        _feeds.Subscribe(session, request);
        if (_state is ReplayState.Ended or ReplayState.Failed)
        {
            CloseAtEnd(session);
        }
    }

    private void Unsubscribe(WebSocketSession session) => _feeds.Remove(session);
}
