using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Simulator;

/// <summary>Serves one connection: a REST call, or a WebSocket for as long as it lasts.</summary>
/// <param name="answer">Answers a REST call.</param>
/// <param name="sessions">The open WebSockets.</param>
/// <param name="subscribe">Takes what a client asks for.</param>
/// <param name="unsubscribe">Told when a WebSocket has ended.</param>
/// <param name="sent">Told after each message.</param>
/// <param name="keepsAll">Whether a slow reader gets every message, because the sender waits for it.</param>
internal sealed class ConnectionHandler(
    Func<HttpRequest, HttpResponse> answer,
    SessionRegistry sessions,
    Action<WebSocketSession, SubscribeRequest> subscribe,
    Action<WebSocketSession> unsubscribe,
    Action sent,
    bool keepsAll = false)
{
    /// <summary>The path of the socket; the venue's own ends with the slash.</summary>
    public const string SocketPath = "/ws/";

    private const int MaxDrainedBytes = 64 * 1024;

    private static readonly TimeSpan s_requestTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drainTimeout = TimeSpan.FromSeconds(1);

    public async Task HandleAsync(Socket socket, CancellationToken shutdown)
    {
        NetworkStream stream = new(socket, ownsSocket: false);
        await using (stream.ConfigureAwait(false))
        {
            HttpRequest? request = await ReadRequestAsync(stream, shutdown).ConfigureAwait(false);
            if (Answer(request) is HttpResponse response)
            {
                await response.WriteAsync(stream, withBody: request?.Method != "HEAD", shutdown).ConfigureAwait(false);
                await DrainAsync(socket, stream, shutdown).ConfigureAwait(false);
                return;
            }

            await ServeWebSocketAsync(socket, stream, request!, shutdown).ConfigureAwait(false);
        }
    }

    private static async Task<HttpRequest?> ReadRequestAsync(NetworkStream stream, CancellationToken shutdown)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
        timeout.CancelAfter(s_requestTimeout);
        return await HttpRequestReader.ReadAsync(stream, timeout.Token).ConfigureAwait(false);
    }

    /// <summary>Closing a socket with unread input resets it, and the client may lose the answer. So the rest of the input is read first.</summary>
    private static async Task DrainAsync(Socket socket, NetworkStream stream, CancellationToken shutdown)
    {
        socket.Shutdown(SocketShutdown.Send);
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
        timeout.CancelAfter(s_drainTimeout);
        byte[] buffer = new byte[4096];
        for (int drained = 0; drained < MaxDrainedBytes;)
        {
            int read = await stream.ReadAsync(buffer, timeout.Token).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            drained += read;
        }
    }

    /// <summary>The answer to a request, or null for one that becomes a WebSocket.</summary>
    private HttpResponse? Answer(HttpRequest? request)
    {
        if (request is null)
        {
            return RestEnvelope.Failure(HttpStatusCode.BadRequest, "Malformed request");
        }

        return request.Path is SocketPath or "/ws" ? WebSocketHandshake.Refuse(request) : answer(request);
    }

    private async Task ServeWebSocketAsync(Socket socket, NetworkStream stream, HttpRequest request, CancellationToken shutdown)
    {
        using WebSocketSession session = new(sessions.NextId(), socket, stream, subscribe, sent, keepsAll, shutdown);

        // Counted before the client knows: who has connected finds itself in the count.
        sessions.Add(session);
        try
        {
            await stream.WriteAsync(WebSocketHandshake.Accept(request), shutdown).ConfigureAwait(false);
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            unsubscribe(session);
            sessions.Remove(session);
        }
    }
}
