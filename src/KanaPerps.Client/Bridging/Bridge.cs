using KanaPerps.Nats;
using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>
/// Publishes feeds to a NATS server, in the background. It shares the feeds with whatever else uses them in the process, and they never wait for it. Of several bridges
/// with the same feed one publishes it, and the others stand by. All members are thread-safe.
/// </summary>
public sealed class Bridge : IDisposable
{
    private readonly TimeProvider _time;
    private readonly BridgeOptions _options;
    private readonly BridgeBroker _broker;
    private readonly WakeSignal _wake = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _leases = [];
    private readonly Lock _stateGate = new();
    private readonly ITimer _timer;
    private bool _isStopping;
    private bool _hasLeft;

    private Bridge(BridgeOptions options, TimeProvider time)
    {
        if (BrokerAddress.IsOne(options.Endpoint.WebSocket))
        {
            throw new KanaException(KanaErrorKind.InvalidEndpoint, $"A bridge publishes what the venue sends, and {options.Endpoint} is what bridges have published.", "Name the venue's network with -Network.");
        }

        _options = options;
        _time = time;
        _broker = new(options);
        Id = Guid.NewGuid().ToString("N")[..8];
        Queue = new(time, options.Backlog, _wake.Set);
        BridgeSubjects subjects = new(options.Prefix, options.Endpoint.Name);
        BridgeFeed[] feeds =
        [
            .. options.Feeds
                .Select(f => (f.Topic, Key: new FeedKey(options.Endpoint, f.Topic.Name, f.Topic.NormalizeKey(f.Key))))
                .DistinctBy(f => f.Key)
                .Select(f => new BridgeFeed(f.Key, f.Topic, subjects, Queue, time)),
        ];
        Feeds = [.. feeds.Select(f => f.Name)];
        Queue.SetFeeds(feeds);
        StartedAt = time.GetUtcNow();
        _timer = time.CreateTimer(_ => _wake.Set(), null, options.Times.Heartbeat / 2, options.Times.Heartbeat / 2);
    }

    /// <summary>A name that tells it from other bridges.</summary>
    public string Id { get; }

    /// <summary>The host and port of the server.</summary>
    public string Server => _broker.Address.ToString();

    /// <summary>What the subjects begin with.</summary>
    public string Prefix => _options.Prefix;

    /// <summary>The deployment whose data is published.</summary>
    public KanaEndpoint Endpoint => _options.Endpoint;

    /// <summary>The names of the feeds: <c>orderbook/14</c>.</summary>
    public IReadOnlyList<string> Feeds { get; }

    /// <summary>How many of them it publishes; the others are published by other bridges.</summary>
    public int Leading => Queue.Led.Count;

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>What it does.</summary>
    public BridgeState State { get; private set; } = BridgeState.Standby;

    /// <summary>How many messages came.</summary>
    public long Messages => Queue.Messages;

    /// <summary>The size of these messages in bytes, as received.</summary>
    public long Bytes => Queue.Bytes;

    /// <summary>How many messages and notices the broker has confirmed.</summary>
    public long Published { get; internal set; }

    /// <summary>The size of what waits to be published, in bytes.</summary>
    public long Waiting => Queue.Used;

    /// <summary>How often rows may be missing: gaps that the feeds reported, and data that could not be published.</summary>
    public long Gaps => Queue.Gaps;

    /// <summary>How old the last message of any feed is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => Queue.LastMessageAge;

    /// <summary>The last error, also if it has been overcome since; null if there was none.</summary>
    public KanaException? LastError { get; private set; }

    /// <summary>Why it has ended by itself, or what was not published at the end. Null while it runs, and if it was stopped and everything was published.</summary>
    public KanaException? EndError { get; private set; }

    /// <summary>Completes when it has stopped.</summary>
    public Task Completion => _done.Task;

    internal BridgeQueue Queue { get; }

    internal bool IsStopping => Volatile.Read(ref _isStopping) || Queue.HasEnded;

    /// <summary>Raised when <see cref="State"/> has changed, on a thread of the bridge, which waits for the handlers.</summary>
    public event EventHandler? StateChanged;

    /// <summary>Starts to publish. The broker is connected to and the stream is looked at before any feed is joined.</summary>
    /// <param name="connections">The feeds.</param>
    /// <param name="options">What to publish, and where to.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>The bridge.</returns>
    /// <exception cref="KanaException">The broker can't be used, or an account is not an address.</exception>
    public static Task<Bridge> StartAsync(ConnectionManager connections, BridgeOptions options, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(options);
        return StartAsync(feed => connections.Tap(options.Endpoint, feed.Topic, feed.Key.Key, feed, options.Redundancy), options, time, cancellation);
    }

    /// <summary>Starts to publish.</summary>
    internal static async Task<Bridge> StartAsync(Func<BridgeFeed, IDisposable> tap, BridgeOptions options, TimeProvider? time, CancellationToken cancellation)
    {
        Bridge bridge = new(options, time ?? TimeProvider.System);
        BridgeSession? first = null;
        try
        {
            first = await bridge.ConnectAsync(cancellation).ConfigureAwait(false);
            bridge.State = bridge.Leading > 0 ? BridgeState.Publishing : BridgeState.Standby;
            foreach (BridgeFeed feed in bridge.Queue.Feeds)
            {
                bridge._leases.Add(tap(feed));
            }
        }
        catch (Exception)
        {
            bridge._leases.ForEach(l => l.Dispose());
            await bridge._timer.DisposeAsync().ConfigureAwait(false);
            if (first is not null)
            {
                await first.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }

        _ = Task.Run(() => bridge.RunAsync(first), CancellationToken.None);
        return bridge;
    }

    /// <summary>Leaves the feeds and publishes what was received. Can be called again.</summary>
    /// <param name="timeout">How long to wait for the broker at most. What is not published by then is given up.</param>
    /// <returns>False if the broker takes longer.</returns>
    public bool Stop(TimeSpan timeout)
    {
        BeginStop();
        if (timeout == TimeSpan.Zero || _done.Task.Wait(timeout))
        {
            return _done.Task.IsCompleted;
        }

        _abandon.Cancel();
        return false;
    }

    /// <summary>Leaves the feeds and publishes what was received, for five seconds at most.</summary>
    public void Dispose()
    {
        Stop(TimeSpan.FromSeconds(5));
        _done.Task.Wait(TimeSpan.FromSeconds(1));
        _abandon.Dispose();
    }

    private async Task<BridgeSession> ConnectAsync(CancellationToken cancellation)
    {
        BrokerConnection connection = await _broker.ConnectAsync(Id, cancellation).ConfigureAwait(false);
        BridgeSession session = new(this, _options, connection, _wake, _time);
        try
        {
            await session.BeginAsync(_broker, cancellation).ConfigureAwait(false);
            return session;
        }
        catch (Exception)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task RunAsync(BridgeSession? session)
    {
        try
        {
            while (true)
            {
                KanaException? error = await TryRunAsync(session).ConfigureAwait(false);
                session = null;
                if (error is null || IsStopping)
                {
                    EndError = error is not null && Queue.Used > 0 ? error : Queue.HasEnded ? Queue.Fault : null;
                    break;
                }

                LastError = error;
                Enter(BridgeState.Retrying);
                Leave();
                await Task.Delay(_options.Times.Retry, _time, _abandon.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            EndError = LastError;
        }
        catch (Exception e)
        {
            // A bug in this program must not end the process. It is reported as the bridge's error.
            EndError = new KanaException(KanaErrorKind.InvalidResponse, $"The bridge ended because of an error in this module: {e.Message}", "Report it.", e);
        }

        BeginStop();
        Leave();
        LastError = EndError ?? LastError;
        await _timer.DisposeAsync().ConfigureAwait(false);
        Enter(BridgeState.Stopped);
        _done.SetResult();
    }

    // One connection to the broker. Null when the bridge has ended as it should.
    private async Task<KanaException?> TryRunAsync(BridgeSession? session)
    {
        try
        {
            session ??= await ConnectAsync(_abandon.Token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                await session.RunAsync(Leave, _abandon.Token).ConfigureAwait(false);
            }

            return null;
        }
        catch (BrokerException e)
        {
            return BridgeErrors.Of(_broker.Address, e);
        }
        catch (KanaException e)
        {
            return e;
        }
    }

    /// <summary>Changes the state.</summary>
    internal void Enter(BridgeState state)
    {
        lock (_stateGate)
        {
            if (State == state)
            {
                return;
            }

            State = state;
        }

        StateChanged?.Invoke(this, EventArgs.Empty);
    }

    private void BeginStop()
    {
        Volatile.Write(ref _isStopping, true);
        _wake.Set();
    }

    // Leaves the feeds once the bridge is stopping.
    private void Leave()
    {
        if (!IsStopping || _hasLeft)
        {
            return;
        }

        _hasLeft = true;
        _leases.ForEach(l => l.Dispose());
        Queue.Close();
    }
}
