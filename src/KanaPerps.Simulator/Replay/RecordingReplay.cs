using KanaPerps.Transport;

namespace KanaPerps.Simulator.Replay;

/// <summary>
/// A recording that is served on loopback in the venue's own protocol, WebSocket and REST on one port. All sockets share one clock. All
/// members are thread safe.
/// </summary>
public sealed class RecordingReplay : IAsyncDisposable
{
    private const int GoingAway = 1001;
    private const int InternalError = 1011;

    private static readonly TimeSpan s_goodbye = TimeSpan.FromMilliseconds(500);

    // A reader that was cut off and does not come back holds the others no longer than this.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

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

    /// <summary>What it does at present.</summary>
    public ReplayState State => _state;

    /// <summary>Why it failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Up to when it has replayed the recording, or null before it began.</summary>
    public DateTimeOffset? Position => _clock.Now;

    /// <summary>How often it has begun again.</summary>
    public int Rounds { get; private set; }

    /// <summary>The WebSockets that are open right now.</summary>
    public int ConnectionCount => _sessions.Count;

    /// <summary>The messages written to WebSockets so far.</summary>
    public long MessagesSent => Interlocked.Read(ref _messagesSent);

    /// <summary>Completes when what comes before the first step has been read: the last messages of feeds, and the answers of REST.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes as soon as exactly so many WebSockets are open.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForConnectionCountAsync(int count, CancellationToken cancellationToken = default) => _sessions.WaitForCountAsync(count, cancellationToken);

    /// <summary>Completes when the recording has ended or could not be read on; not while it loops.</summary>
    public Task Completion => _playing;

    /// <summary>Ends it and all connections, within 2 seconds.</summary>
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
        using (CancellationTokenSource patience = new(s_goodbye))
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
            Task begun = _feeds.WaitForSubscriptionsAsync(_options.SubscriptionCount);
            while (await PlayOnceAsync(begun).ConfigureAwait(false) && _options.Loop)
            {
                int subscriptions = Math.Max(_options.SubscriptionCount, BeginAgain());
                begun = PatientlyAsync(_feeds.WaitForSubscriptionsAsync(subscriptions));
            }

            Conclude(ReplayState.Ended);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // It is being disposed.
        }
        catch (Exception exception)
        {
            Failure = exception;
            Conclude(ReplayState.Failed);
        }
    }

    // Whether there was anything to replay: an empty recording that begins again would do so without end.
    private async Task<bool> PlayOnceAsync(Task begun)
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
                    // Whoever has subscribed already gets it too.
                    _feeds.Post(step);
                    continue;
            }

            if (!hasBegun)
            {
                hasBegun = true;
                _ready.TrySetResult();
                await begun.WaitAsync(_end.Token).ConfigureAwait(false);
                _state = ReplayState.Playing;
                _clock.Begin(_options.From ?? step.At);
            }

            await PlayAsync(step).ConfigureAwait(false);
        }

        if (!hasBegun)
        {
            _ready.TrySetResult();
            await begun.WaitAsync(_end.Token).ConfigureAwait(false);
        }
        else if (_options.To is { } to)
        {
            await _clock.WaitUntilAsync(to, _end.Token).ConfigureAwait(false);
        }

        return hasBegun;
    }

    private async Task PlayAsync(ReplayStep step)
    {
        await _clock.WaitUntilAsync(step.At, _end.Token).ConfigureAwait(false);
        if (_clock.IsUnpaced)
        {
            // There is no pace but that of the readers: without one it stands still.
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
            await _clock.HoldAsync(PatientlyAsync(_feeds.BackAsync(step.Subject))).ConfigureAwait(false);
            foreach (WebSocketSession session in _feeds.Post(step))
            {
                await _clock.HoldAsync(session.WaitForRoomAsync().WaitAsync(_end.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task PatientlyAsync(Task readers)
    {
        if (!readers.IsCompleted)
        {
            await Task.WhenAny(readers, Task.Delay(s_patience, _time, _end.Token)).ConfigureAwait(false);
            _end.Token.ThrowIfCancellationRequested();
        }
    }

    private int BeginAgain()
    {
        Rounds++;
        int subscriptions = _feeds.Clear();
        CloseAll(ReplayCloseCode.BeginsAgain, "The recording begins again", afterWaiting: true);
        return subscriptions;
    }

    private void Conclude(ReplayState state)
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
