using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Testing.Faults;

/// <summary>A TCP proxy on loopback that breaks connections in every way a network does. Its chance comes from a seed.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint _target;
    private readonly int _seed;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<ProxiedConnection> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <summary>Opens a proxy.</summary>
    /// <param name="target">The server that it stands before.</param>
    /// <param name="seed">The seed of its chance.</param>
    public FaultProxy(Uri target, int seed = 1)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target.Port);
        _seed = seed;
        _listener.Start();
        Endpoint = KanaEndpoint.From(new Uri($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{target.AbsolutePath}"));
        _accepting = AcceptAllAsync();
    }

    /// <summary>Where the proxy is reached.</summary>
    public KanaEndpoint Endpoint { get; }

    /// <summary>What it does to the bytes.</summary>
    public FaultSettings Settings { get; } = new();

    /// <summary>How many connections ever came.</summary>
    public int AcceptedCount => Volatile.Read(ref _accepted);

    /// <summary>Resets every connection on both sides.</summary>
    public void ResetAll() => ForEach(c => c.Reset());

    /// <summary>Resets one of the connections that stand, on both sides.</summary>
    /// <param name="random">Chooses it.</param>
    public void ResetOne(Random random)
    {
        lock (_connections)
        {
            _connections.RemoveAll(c => c.HasEnded);
            if (_connections.Count > 0)
            {
                _connections[random.Next(_connections.Count)].Reset();
            }
        }
    }

    /// <summary>Ends every connection towards the server and leaves it open towards the client, which hears nothing any more.</summary>
    public void HalfOpenAll() => ForEach(c => c.HalfOpen());

    /// <summary>Ends every connection towards the client in an orderly way, without a WebSocket close.</summary>
    public void EndAll() => ForEach(c => c.End());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        ResetAll();
        await _accepting;
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                int number = Interlocked.Increment(ref _accepted);
                if (Settings.RefusesNew)
                {
                    client.Close(0);
                    continue;
                }

                Add(new ProxiedConnection(client, _target, Settings, new Random(HashCode.Combine(_seed, number))));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private void Add(ProxiedConnection connection)
    {
        lock (_connections)
        {
            _connections.RemoveAll(c => c.HasEnded);
            _connections.Add(connection);
        }
    }

    private void ForEach(Action<ProxiedConnection> action)
    {
        lock (_connections)
        {
            _connections.ForEach(action);
        }
    }
}
