using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Simulator;

/// <summary>Accepts TCP connections on 127.0.0.1 and hands each to a handler.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<Socket, CancellationToken, Task> _handle;
    private readonly CancellationTokenSource _shutdown = new();
    private readonly ConcurrentDictionary<long, Task> _handlers = new();
    private readonly Task _accepting;
    private volatile bool _stopped;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The port, or 0 for a free one.</param>
    /// <param name="handle">Serves a connection until it ends; the server disposes the socket.</param>
    /// <exception cref="SocketException">The port is taken or not permitted.</exception>
    public LoopbackServer(int port, Func<Socket, CancellationToken, Task> handle)
    {
        _handle = handle;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Accepts no more connections.</summary>
    public void StopAccepting()
    {
        _stopped = true;
        _listener.Stop();
    }

    /// <summary>Ends all connections and waits for their handlers.</summary>
    public async ValueTask DisposeAsync()
    {
        StopAccepting();
        await _shutdown.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_handlers.Values).ConfigureAwait(false);
        _shutdown.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (long id = 1; !_stopped; id++)
        {
            try
            {
                Socket socket = await _listener.AcceptSocketAsync(_shutdown.Token).ConfigureAwait(false);
                _handlers[id] = Task.Run(() => ServeAsync(id, socket), CancellationToken.None);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that gave up while it stood in the queue, or the listener's own end.
            }
        }
    }

    private async Task ServeAsync(long id, Socket socket)
    {
        try
        {
            using (socket)
            {
                socket.NoDelay = true;
                await _handle(socket, _shutdown.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The connection ended: by its client, by a fault hook or by the shutdown.
        }
        finally
        {
            _handlers.TryRemove(id, out _);
        }
    }
}
