using System.Net;
using System.Net.WebSockets;
using System.Reflection;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>One connection of a feed, from the dial to the end of its socket.</summary>
internal sealed class WebSocketConnection : IDisposable
{
    // A peer that never pauses is announced to the consumers all the same.
    private const int MostUnannounced = 64;

    // .NET 9 and later watch for the pong themselves; this assembly is built for .NET 8, which has no such property.
    private static readonly PropertyInfo? s_keepAliveTimeout = typeof(ClientWebSocketOptions).GetProperty("KeepAliveTimeout");

    private readonly ClientWebSocket _socket;
    private readonly FrameReader _reader;
    private readonly StreamOptions _options;
    private readonly FrameMeter _meter;

    private WebSocketConnection(ClientWebSocket socket, StreamOptions options, FrameMeter meter)
    {
        _socket = socket;
        _options = options;
        _reader = new FrameReader(socket, options);
        _meter = meter;
    }

    /// <summary>Whether the runtime notices by itself that a peer answers no more pings.</summary>
    public static bool WatchesPongs => s_keepAliveTimeout is not null;

    /// <inheritdoc cref="FrameMeter.AssemblyTime"/>
    public TimeSpan? AssemblyTime => _meter.AssemblyTime;

    /// <summary>The message that the connection ended in the middle of, or null. Only after the pump has returned.</summary>
    public WireProblem? PartialMessage => AssemblyTime is null
        ? null
        : new(BadMessageReason.PartialMessage, $"the connection ended after {_meter.MessageBytes} bytes of it", VenueText.Excerpt(_reader.Pieces.Span));

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
        ClientWebSocket socket = new();
        socket.Options.KeepAliveInterval = options.KeepAliveInterval;
        s_keepAliveTimeout?.SetValue(socket.Options, options.KeepAliveTimeout);
        socket.Options.CollectHttpResponseDetails = true;
        using DialTransport transport = new(endpoint, options, time);
        using CancellationTokenSource deadline = new(options.DialTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            await socket.ConnectAsync(endpoint, transport.Invoker, either.Token).ConfigureAwait(false);
            socket.HttpResponseHeaders = null;
            return new WebSocketConnection(socket, options, transport.Meter);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            HttpStatusCode status = socket.HttpStatusCode;
            string? retryAfter = socket.HttpResponseHeaders?.FirstOrDefault(h => h.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
            transport.Abandon();
            socket.Dispose();
            throw new LossException(FailureClassifier.Handshake(e, status, retryAfter, time.GetUtcNow(), transport.CertificateProblem, transport.Proxy));
        }
        catch
        {
            transport.Abandon();
            socket.Dispose();
            stop.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Sends a text frame of a few bytes, which the system takes at once.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>When the frame is with the system.</returns>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // No token: cancelling a send aborts the socket, and a feed that is stopped just then would leave without a goodbye.
            await _socket.SendAsync(utf8, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new LossException(FailureClassifier.Broken(e));
        }
    }

    /// <summary>Receives until the connection ends.</summary>
    /// <param name="onFrame">Takes each text or binary message; its payload is valid during the call only.</param>
    /// <param name="onLull">Is told when nothing more is at hand, and every so often while there always is.</param>
    /// <returns>Why the connection ended; never throws for anything that a peer does.</returns>
    public async Task<Loss> PumpAsync(Action<ReceivedFrame> onFrame, Action onLull)
    {
        try
        {
            int unannounced = 0;
            while (true)
            {
                // No token: cancelling a receive aborts the socket, and Abort says so more plainly.
                ValueTask<ReceivedFrame> next = _reader.ReceiveAsync(CancellationToken.None);
                if (unannounced > 0 && (!next.IsCompleted || unannounced == MostUnannounced))
                {
                    onLull();
                    unannounced = 0;
                }

                ReceivedFrame frame = await next.ConfigureAwait(false);
                if (frame.Type == WebSocketMessageType.Close)
                {
                    return FailureClassifier.Closed((int?)_socket.CloseStatus, _socket.CloseStatusDescription is { } text ? VenueText.Escape(text) : null);
                }

                onFrame(frame);
                unannounced++;
            }
        }
        catch (Exception e) when (e is MessageLimitException || e.InnerException is MessageLimitException)
        {
            return FailureClassifier.Passing((e as MessageLimitException ?? e.InnerException!).Message);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            return FailureClassifier.Broken(e);
        }
        finally
        {
            onLull();
        }
    }

    /// <summary>Says goodbye and waits a little for the peer to do so too.</summary>
    /// <param name="pump">The pump of this connection.</param>
    /// <returns>When the connection is closed, in the close timeout at most.</returns>
    public async Task CloseAsync(Task pump)
    {
        using CancellationTokenSource deadline = new(_options.CloseTimeout / 2);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token).ConfigureAwait(false);
            }

            await pump.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone, or does not answer: the abort that follows is all that is left to do.
        }
    }

    /// <summary>Ends the socket at once; a pump under way returns.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Gives everything back. Only after the pump has returned.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _reader.Dispose();
    }
}
