using System.Net;
using System.Net.WebSockets;
using System.Text;
using KanaPerps.WebSockets;
using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>A connection over a socket that was dialled: Websocket.Client sends and receives, and the guard between them tells how it ended.</summary>
internal sealed class WebSocketConnection : IConnection
{
    private static int s_isWarm;

    private readonly GuardedWebSocket _socket;
    private readonly PumpedWebSocket _pumped;
    private readonly ConnectionLimits _limits;
    private readonly TimeProvider _time;
    private readonly FrameMeter _meter;

    private WebSocketConnection(GuardedWebSocket socket, PumpedWebSocket pumped, ConnectionLimits limits, TimeProvider time, FrameMeter meter)
    {
        _socket = socket;
        _pumped = pumped;
        _limits = limits;
        _time = time;
        _meter = meter;
    }

    /// <inheritdoc/>
    public TimeSpan? AssemblyTime => _meter.AssemblyTime;

    /// <inheritdoc/>
    public TimeSpan SinceLastByte => _meter.SinceLastByte;

    /// <inheritdoc/>
    public IPEndPoint? RemoteEndPoint { get; init; }

    /// <inheritdoc/>
    public WireProblem? PartialMessage => AssemblyTime is null
        ? null
        : new(BadMessageReason.PartialMessage, $"the connection ended after {_meter.MessageBytes} bytes of it", VenueText.Excerpt(_socket.PartialMessage));

    /// <summary>Makes a connection of a socket.</summary>
    /// <param name="endpoint">Where the socket leads.</param>
    /// <param name="socket">The socket after its handshake. It is disposed with the connection.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">What follows the frames of the socket.</param>
    /// <param name="peer">The address that the socket leads to, or null.</param>
    /// <returns>The connection.</returns>
    public static async Task<WebSocketConnection> StartAsync(
        Uri endpoint, WebSocket socket, ConnectionLimits limits, TimeProvider time, FrameMeter meter, IPEndPoint? peer = null)
    {
        GuardedWebSocket guarded = new(socket, limits, time, meter);
        PumpedWebSocket pumped = await PumpedWebSocket.StartAsync(endpoint, guarded, guarded.Deliver, guarded.Fail).ConfigureAwait(false);
        return new WebSocketConnection(guarded, pumped, limits, time, meter) { RemoteEndPoint = peer };
    }

    /// <summary>Warms up beside the first dial of the process, in which a processor may be idle: then the first message need not wait for it.</summary>
    /// <param name="endpoint">Where the dial leads.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="time">The clock.</param>
    public static void WarmUpOnce(Uri endpoint, ConnectionLimits limits, TimeProvider time)
    {
        if (Interlocked.Exchange(ref s_isWarm, 1) == 0)
        {
            // An error in it shows in the connection itself.
            _ = Task.Run(() => WarmUpAsync(endpoint, limits, time), CancellationToken.None);
        }
    }

    /// <summary>Sends and receives over a socket that leads nowhere: what carries the messages is loaded and compiled by that.</summary>
    /// <param name="endpoint">Where the first dial leads.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <returns>How many messages came.</returns>
    internal static async Task<int> WarmUpAsync(Uri endpoint, ConnectionLimits limits, TimeProvider time)
    {
        int messages = 0;
        using WebSocketConnection connection = await StartAsync(endpoint, new WarmUpSocket(), limits, time, new FrameMeter(time)).ConfigureAwait(false);
        await connection.SendAsync("{}"u8.ToArray()).ConfigureAwait(false);
        await connection.PumpAsync(_ => messages++, () => { }).ConfigureAwait(false);
        return messages;
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public Task<Loss> PumpAsync(Action<ReceivedMessage> onMessage, Action onBurstEnd)
    {
        _socket.Begin(onMessage, onBurstEnd);
        return _socket.End;
    }

    /// <inheritdoc/>
    public async Task CloseAsync(Task pump)
    {
        using CancellationTokenSource deadline = new(_limits.CloseTimeout / 2, _time);
        try
        {
            await _pumped.StopAsync().WaitAsync(deadline.Token).ConfigureAwait(false);
            await pump.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone or does not answer, so the abort that follows is all that is left to do.
        }
    }

    /// <inheritdoc/>
    public void Abort() => _socket.Break();

    /// <inheritdoc/>
    public void Dispose() => _pumped.Dispose();
}
