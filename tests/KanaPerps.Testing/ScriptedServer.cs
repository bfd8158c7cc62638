using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace KanaPerps.Testing;

/// <summary>
/// A server on loopback that does what a test tells it to, down to the byte. It accepts by itself; what happens on an accepted
/// connection is the test's script.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<ScriptedConnection> _accepted = Channel.CreateUnbounded<ScriptedConnection>();
    private readonly List<ScriptedConnection> _all = [];
    private readonly Task _accepting;

    /// <summary>Listens on a free port.</summary>
    public ScriptedServer()
    {
        _listener.Start();
        WebSocketUri = new Uri($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ws/");
        _accepting = AcceptAllAsync();
    }

    /// <summary>Where the server is reached.</summary>
    public Uri WebSocketUri { get; }

    /// <summary>How many connections came so far.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_all)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>The next connection, as it is after the TCP handshake.</summary>
    public Task<ScriptedConnection> AcceptAsync() => _accepted.Reader.ReadAsync().AsTask().InTime();

    /// <summary>The next connection, if one comes before the token is cancelled.</summary>
    public ValueTask<ScriptedConnection> AcceptUntilAsync(CancellationToken cancellation) => _accepted.Reader.ReadAsync(cancellation);

    /// <summary>The next connection, after its WebSocket handshake.</summary>
    public async Task<ScriptedWebSocket> AcceptWebSocketAsync() => await (await AcceptAsync()).UpgradeAsync();

    /// <summary>The next connection, after its WebSocket handshake and its first text frame.</summary>
    public async Task<ScriptedWebSocket> AcceptSubscriberAsync()
    {
        ScriptedWebSocket socket = await AcceptWebSocketAsync();
        await socket.NextTextAsync();
        return socket;
    }

    /// <summary>Answers the next connection's request and closes.</summary>
    /// <returns>The request.</returns>
    public async Task<ReceivedRequest> AnswerAsync(string statusLine, string headers = "", string body = "")
    {
        using ScriptedConnection connection = await AcceptAsync();
        return await connection.AnswerAsync(statusLine, headers, body);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        lock (_all)
        {
            _all.ForEach(c => c.Dispose());
        }
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                ScriptedConnection connection = new(await _listener.AcceptSocketAsync());
                lock (_all)
                {
                    _all.Add(connection);
                }

                _accepted.Writer.TryWrite(connection);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }
}
