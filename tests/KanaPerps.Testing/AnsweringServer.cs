using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace KanaPerps.Testing;

/// <summary>
/// A <see cref="ScriptedServer"/> that runs by itself, for scripts that wait while a command dials: it gives the reply that was prepared for a
/// path, or accepts a WebSocket and answers its first request with the same texts each time.
/// </summary>
public sealed class AnsweringServer : IDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = [];
    private readonly ConcurrentDictionary<string, string> _replies = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _firstReplies = [];
    private readonly ConcurrentDictionary<ScriptedConnection, bool> _open = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Listens on a free port.</summary>
    public AnsweringServer()
    {
        _ = AcceptAllAsync();
    }

    /// <summary>Where the server is reached.</summary>
    public Uri WebSocketUri => _server.WebSocketUri;

    /// <summary>What a WebSocket sends after its first request; null answers no handshake, so that a dial hangs.</summary>
    public string[]? Texts { get; set; } = [];

    /// <summary>The heads of all requests so far.</summary>
    public string[] Requests => [.. _requests.Select(r => $"{r.Line}\r\n{string.Concat(r.Headers.Select(h => $"{h.Key}: {h.Value}\r\n"))}")];

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _open.Count;

    /// <summary>Answers a path with a status and a body instead of a WebSocket.</summary>
    public void Reply(string path, string status, string body, params string[] headers) => _replies[path] = Answer(status, body, headers);

    /// <summary>Answers the next request of a path, before those that <see cref="Reply"/> is for.</summary>
    public void ReplyOnce(string path, string status, string body, params string[] headers) =>
        _firstReplies.GetOrAdd(path, _ => []).Enqueue(Answer(status, body, headers));

    /// <summary>Closes the connections that are open, and goes on listening.</summary>
    public void CloseConnections()
    {
        foreach (ScriptedConnection connection in _open.Keys)
        {
            connection.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private static string Answer(string status, string body, string[] headers) =>
        $"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    private async Task AcceptAllAsync()
    {
        CancellationToken stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _server.AcceptUntilAsync(stop));
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    private async Task ServeAsync(ScriptedConnection connection)
    {
        _open[connection] = true;
        try
        {
            using (connection)
            {
                ReceivedRequest request = await connection.ReadRequestAsync();
                _requests.Enqueue(request);
                await AnswerAsync(connection, request);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or TimeoutException or ChannelClosedException)
        {
            // The peer is gone, or the test is over.
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }

    private async Task AnswerAsync(ScriptedConnection connection, ReceivedRequest request)
    {
        string path = request.Target.Split('?')[0];
        string? reply = null;
        if ((_firstReplies.TryGetValue(path, out ConcurrentQueue<string>? first) && first.TryDequeue(out reply)) || _replies.TryGetValue(path, out reply))
        {
            await connection.SendAsync(reply);
        }
        else if (Texts is null)
        {
            await connection.DrainAsync();
        }
        else
        {
            ScriptedWebSocket socket = await connection.UpgradeAsync(request);
            await socket.NextTextAsync();
            foreach (string text in Texts)
            {
                await socket.SendTextAsync(text);
            }

            await socket.Ended;
        }
    }
}
