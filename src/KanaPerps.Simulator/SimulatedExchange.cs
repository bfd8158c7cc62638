using System.Net.Sockets;
using System.Text;

namespace KanaPerps.Simulator;

/// <summary>
/// An exchange on loopback that speaks the protocol of Kana Perps: four markets with matching engines, traders, accounts and funding,
/// over WebSocket and REST on one port. All members are thread safe.
/// </summary>
public sealed class SimulatedExchange : IAsyncDisposable, IDisposable
{
    private const int GoingAway = 1001;
    private const int InternalError = 1011;
    private const int MaxReasonBytes = 123;

    private static readonly TimeSpan s_goodbye = TimeSpan.FromMilliseconds(500);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _marketEnd = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionRegistry _sessions = new();
    private readonly RowWriter _writer;
    private readonly Venue _venue;
    private readonly FeedHub _hub;
    private readonly StepTimer _timer;
    private readonly LoopbackServer _server;
    private readonly Task _market;
    private volatile Task? _disposal;
    private long _messagesSent;

    private SimulatedExchange(SimulatorOptions options, TimeProvider timeProvider)
    {
        Options = options;
        _venue = new Venue(options);
        _writer = new RowWriter(options.Encoding);
        _hub = new FeedHub(new FeedCatalog(_venue, options), _writer);
        _timer = new StepTimer(options.Rate, timeProvider, Advance);
        ConnectionHandler handler = new(new RestApi(_venue, options, _gate).Answer, _sessions, Subscribe, Unsubscribe, () => Interlocked.Increment(ref _messagesSent));
        _server = new LoopbackServer(options.Port, handler.HandleAsync);
        WebSocketUri = new Uri(FormattableString.Invariant($"ws://127.0.0.1:{_server.Port}{ConnectionHandler.SocketPath}"));
        RestUri = new Uri(FormattableString.Invariant($"http://127.0.0.1:{_server.Port}/"));
        _market = options.Manual ? Task.CompletedTask : Task.Run(RunMarketAsync);
    }

    /// <summary>What the exchange was started with.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>Where the WebSocket is, such as <c>ws://127.0.0.1:9210/ws/</c>.</summary>
    public Uri WebSocketUri { get; }

    /// <summary>The base of the REST calls, such as <c>http://127.0.0.1:9210/</c>.</summary>
    public Uri RestUri { get; }

    /// <summary>The WebSockets that are open right now.</summary>
    public int ConnectionCount => _sessions.Count;

    /// <summary>The WebSockets that there ever were.</summary>
    public long TotalConnections => _sessions.Total;

    /// <summary>The messages written to WebSockets so far.</summary>
    public long MessagesSent => Interlocked.Read(ref _messagesSent);

    /// <summary>Whether the market stands still because of <see cref="Pause"/>.</summary>
    public bool IsPaused => _timer.IsPaused;

    /// <summary>What is subscribed to right now, by connection, topic and key.</summary>
    public IReadOnlyList<SimulatorSubscription> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return _hub.Subscriptions();
            }
        }
    }

    /// <summary>Completes when the exchange is disposed; fails when the market broke down, which would be a bug of the simulator.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Opens an exchange. It runs until it is disposed.</summary>
    /// <param name="options">How it behaves, or null for the defaults.</param>
    /// <param name="timeProvider">The clock that paces the steps, or null for the system's.</param>
    /// <returns>The exchange, ready for connections.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SocketException">The port is taken or not permitted.</exception>
    public static SimulatedExchange Start(SimulatorOptions? options = null, TimeProvider? timeProvider = null)
    {
        SimulatorOptions validated = options ?? new SimulatorOptions();
        validated.Validate();
        return new SimulatedExchange(validated, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Takes market steps now, and sends what changed after each of them.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The market runs by itself: it is neither manual nor paused.</exception>
    /// <exception cref="ObjectDisposedException">The exchange is disposed.</exception>
    public void Step(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ObjectDisposedException.ThrowIf(_disposal is not null, this);
        if (!Options.Manual && !IsPaused)
        {
            throw new InvalidOperationException("The market runs by itself. Start the exchange with Manual, or call Pause first.");
        }

        Advance(count);
    }

    /// <summary>
    /// Listens to what the exchange publishes, without a socket and without a loss: each message of a topic in order, first the
    /// current one. Made for checking what a client was told.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">The address or market id, or null for a topic without a key.</param>
    /// <param name="onMessage">Takes each message. It runs inside the market step, so it must be quick and must not call back.</param>
    /// <returns>Dispose it to stop listening.</returns>
    public IDisposable Tap(string topic, string? key, Action<ReadOnlyMemory<byte>> onMessage)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(onMessage);
        FeedTap tap = new(onMessage, Unsubscribe);
        lock (_gate)
        {
            _hub.Subscribe(new SubscribeRequest(topic, key, key), tap);
        }

        return tap;
    }

    /// <summary>The profile address of a wallet, as <c>getProfileAddress</c> tells it: the same on every exchange.</summary>
    /// <param name="wallet">The wallet's address.</param>
    /// <returns>The padded lower-case address, or null for what has none: text that is not an address, a profile, a wallet that ends in "dead".</returns>
    public static string? ProfileAddressOf(string wallet) => AccountAddress.TryNormalize(wallet, out string normalized) ? VenueAddress.ProfileOf(normalized) : null;

    /// <summary>Lets the market stand still. Connections and subscriptions go on.</summary>
    public void Pause() => _timer.IsPaused = true;

    /// <summary>Lets the market run again.</summary>
    public void Resume() => _timer.IsPaused = false;

    /// <summary>Completes as soon as exactly so many WebSockets are open.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The wait.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="ObjectDisposedException">The exchange was disposed before there were so many.</exception>
    public Task WaitForConnectionCountAsync(int count, CancellationToken cancellationToken = default) => _sessions.WaitForCountAsync(count, cancellationToken);

    /// <summary>Resets all WebSockets: no close frame, no orderly end of the stream.</summary>
    public void DropConnections()
    {
        foreach (WebSocketSession session in _sessions.Snapshot())
        {
            session.Drop();
        }
    }

    /// <summary>Closes all WebSockets with a close frame; who does not answer within 2 seconds is cut off.</summary>
    /// <param name="code">The close code: 1000 to 4999 except 1005, 1006 and 1015, which are never sent.</param>
    /// <param name="reason">The reason, at most 123 bytes in UTF-8.</param>
    /// <exception cref="ArgumentException">The code or the reason cannot be sent.</exception>
    public void CloseConnections(int code, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (code is < 1000 or > 4999 or 1005 or 1006 or 1015)
        {
            throw new ArgumentException(FormattableString.Invariant($"{code} is not a close code that can be sent: it must be 1000 to 4999 except 1005, 1006 and 1015."), nameof(code));
        }

        if (Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes)
        {
            throw new ArgumentException("A close reason has at most 123 bytes.", nameof(reason));
        }

        foreach (WebSocketSession session in _sessions.Snapshot())
        {
            session.Close(code, reason);
        }
    }

    /// <summary>Ends the market and all connections, within 2 seconds. Nothing of it is left afterwards.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
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
        await _marketEnd.CancelAsync().ConfigureAwait(false);
        await _market.ConfigureAwait(false);
        _server.StopAccepting();
        CloseConnections(GoingAway, "The simulator stops");
        using (CancellationTokenSource patience = new(s_goodbye))
        {
            await _sessions.WaitForCountAsync(0, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
        _sessions.End();
        _marketEnd.Dispose();
        lock (_gate)
        {
            _writer.Dispose();
        }

        _completion.TrySetResult();
    }

    private async Task RunMarketAsync()
    {
        try
        {
            await _timer.RunAsync(_marketEnd.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The exchange is being disposed.
        }
        catch (Exception exception)
        {
            // A market that stands still for no visible reason would be worse than closed connections.
            _completion.TrySetException(exception);
            CloseConnections(InternalError, "The simulated market broke down");
        }
    }

    private void Advance(int count)
    {
        // One step at a time under the lock: a fast market must keep neither subscribers nor the end waiting.
        for (int i = 0; i < count && _disposal is null; i++)
        {
            lock (_gate)
            {
                _venue.Step();
                _hub.Publish();
            }
        }
    }

    private void Subscribe(WebSocketSession session, SubscribeRequest request)
    {
        lock (_gate)
        {
            _hub.Subscribe(request, session);
        }
    }

    private void Unsubscribe(IFeedSubscriber subscriber)
    {
        lock (_gate)
        {
            _hub.Remove(subscriber);
        }
    }
}
