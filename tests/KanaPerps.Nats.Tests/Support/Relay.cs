using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Nats.Tests;

/// <summary>Stands between a client and the broker. It can keep the broker's answers back, take nothing more from the client, and cut what is connected.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private readonly TaskCompletionSource _end = new();
    private volatile bool _isMute;
    private volatile bool _isStuck;

    public Relay(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>From now on, what the broker answers is lost.</summary>
    public void Mute() => _isMute = true;

    /// <summary>From now on, takes nothing more from the clients that are connected.</summary>
    public void Stick() => _isStuck = true;

    /// <summary>Ends what is connected. New connections are whole.</summary>
    public void Cut()
    {
        lock (_clients)
        {
            _clients.ForEach(c => c.Dispose());
            _clients.Clear();
            (_isMute, _isStuck) = (false, false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _end.SetResult();
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                TcpClient server = new();
                await server.ConnectAsync(IPAddress.Loopback, _port);
                lock (_clients)
                {
                    _clients.AddRange([client, server]);
                }

                _ = PumpAsync(client.GetStream(), server.GetStream(), () => false, () => _isStuck);
                _ = PumpAsync(server.GetStream(), client.GetStream(), () => _isMute, () => false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<bool> isLost, Func<bool> isStuck)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and int read)
            {
                if (isStuck())
                {
                    await _end.Task;
                }

                if (!isLost())
                {
                    await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // One of the two is gone.
        }
    }
}
