using System.Net;
using System.Net.WebSockets;
using System.Text;
using KanaPerps.Transport;
using KanaPerps.WebSockets;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>
/// One connection of a feed, from the dial to the end of its socket: ClientWebSocket dials, Websocket.Client sends and receives, and the guard between
/// them tells how it ended. There is one instance of each for a dial; when to dial again is decided by the feed.
/// </summary>
internal sealed class WebSocketConnection : IDisposable
{
    private static int s_isWarm;

    private readonly GuardedWebSocket _socket;
    private readonly PumpedWebSocket _pumped;
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameMeter _meter;

    private WebSocketConnection(GuardedWebSocket socket, PumpedWebSocket pumped, StreamOptions options, TimeProvider time, FrameMeter meter)
    {
        _time = time;
        _socket = socket;
        _pumped = pumped;
        _options = options;
        _meter = meter;
    }

    /// <inheritdoc cref="FrameMeter.AssemblyTime"/>
    public TimeSpan? AssemblyTime => _meter.AssemblyTime;

    /// <inheritdoc cref="FrameMeter.SinceLastByte"/>
    public TimeSpan SinceLastByte => _meter.SinceLastByte;

    /// <summary>The message that the connection ended in the middle of, or null. Only after the pump has returned.</summary>
    public WireProblem? PartialMessage => AssemblyTime is null
        ? null
        : new(BadMessageReason.PartialMessage, $"the connection ended after {_meter.MessageBytes} bytes of it", VenueText.Excerpt(_socket.PartialMessage));

    /// <summary>Dials.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the dial at once.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="LossException">The dial failed; the loss says how.</exception>
    /// <exception cref="OperationCanceledException">The dial was stopped.</exception>
    public static async Task<WebSocketConnection> DialAsync(Uri endpoint, StreamOptions options, TimeProvider time, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref s_isWarm, 1) == 0)
        {
            // A mistake in it shows in the connection itself.
            _ = Task.Run(() => RehearseAsync(endpoint, options, time), CancellationToken.None);
        }

        ClientWebSocket socket = new();
        (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = KeepAlive.For(options);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("User-Agent", Route.UserAgent);
        using DialTransport transport = new(endpoint, options, time);
        using CancellationTokenSource deadline = new(options.DialTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            await socket.ConnectAsync(endpoint, transport.Invoker, either.Token).ConfigureAwait(false);
            socket.HttpResponseHeaders = null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            HttpStatusCode status = socket.HttpStatusCode;
            string? retryAfter = socket.HttpResponseHeaders?.FirstOrDefault(h => h.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
            transport.Route.Abandon();
            socket.Dispose();
            throw new LossException(FailureClassifier.Handshake(e, status, retryAfter, time.GetUtcNow(), transport.Route.CertificateProblem, transport.Route.Proxy));
        }
        catch
        {
            transport.Route.Abandon();
            socket.Dispose();
            stop.ThrowIfCancellationRequested();
            throw;
        }

        GuardedWebSocket guarded = new(socket, options, time, transport.Meter);
        PumpedWebSocket pumped = await PumpedWebSocket.StartAsync(endpoint, guarded, guarded.Deliver, guarded.Fail).ConfigureAwait(false);
        return new WebSocketConnection(guarded, pumped, options, time, transport.Meter);
    }

    /// <summary>
    /// Sends and receives over a socket that leads nowhere. Loading and compiling what carries the messages takes as long as a dial, in which a
    /// processor may be idle: then the first message need not wait for it.
    /// </summary>
    /// <param name="endpoint">Where the first dial leads.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <returns>How many messages came.</returns>
    internal static async Task<int> RehearseAsync(Uri endpoint, StreamOptions options, TimeProvider time)
    {
        int messages = 0;
        GuardedWebSocket guarded = new(new RehearsalSocket(), options, time);
        PumpedWebSocket pumped = await PumpedWebSocket.StartAsync(endpoint, guarded, guarded.Deliver, guarded.Fail).ConfigureAwait(false);
        using WebSocketConnection connection = new(guarded, pumped, options, time, new FrameMeter(time));
        await connection.SendAsync("{}"u8.ToArray()).ConfigureAwait(false);
        await connection.PumpAsync(_ => messages++, () => { }).ConfigureAwait(false);
        return messages;
    }

    /// <summary>Sends a text frame of a few bytes, which the system takes at once.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>When the frame is with the system.</returns>
    /// <exception cref="LossException">The connection is lost.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            await _pumped.SendAsync(Encoding.UTF8.GetString(utf8.Span)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new LossException(FailureClassifier.Broken(e));
        }
    }

    /// <summary>Receives until the connection ends. Once.</summary>
    /// <param name="onFrame">Takes each text or binary message; its payload is valid during the call only.</param>
    /// <param name="onLull">Is called when nothing more is at hand, and every so often while there always is.</param>
    /// <returns>Why the connection ended. Throws only what the callbacks threw, or what is a mistake of this program.</returns>
    public Task<Loss> PumpAsync(Action<ReceivedFrame> onFrame, Action onLull)
    {
        _socket.Begin(onFrame, onLull);
        return _socket.End;
    }

    /// <summary>Sends a close frame and waits a little for the peer's.</summary>
    /// <param name="pump">The pump of this connection.</param>
    /// <returns>When the connection is closed, in the close timeout at most.</returns>
    public async Task CloseAsync(Task pump)
    {
        using CancellationTokenSource deadline = new(_options.CloseTimeout / 2, _time);
        try
        {
            await _pumped.StopAsync().WaitAsync(deadline.Token).ConfigureAwait(false);
            await pump.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone, or does not answer: the abort that follows is all that is left to do.
        }
    }

    /// <summary>Ends the socket at once; a pump under way returns.</summary>
    public void Abort() => _socket.Break();

    /// <summary>Releases everything. Only after the pump has returned, if there was one.</summary>
    public void Dispose() => _pumped.Dispose();
}
