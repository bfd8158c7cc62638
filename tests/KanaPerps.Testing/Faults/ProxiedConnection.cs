using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Testing.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Every way in which a connection ends closes both sockets.")]
internal sealed class ProxiedConnection
{
    private static readonly TimeSpan s_blackHoleLook = TimeSpan.FromMilliseconds(20);

    private readonly Socket _client;
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly FaultSettings _settings;
    private readonly Random _random;
    private readonly Task _running;
    private volatile bool _isHalfOpen;
    private long _bytesToClient;

    public ProxiedConnection(Socket client, IPEndPoint target, FaultSettings settings, Random random)
    {
        _client = client;
        _client.NoDelay = true;
        _settings = settings;
        _random = random;
        _running = RunAsync(target);
    }

    public bool HasEnded => _running.IsCompleted && !_isHalfOpen;

    public void Reset()
    {
        _isHalfOpen = false;
        _client.Close(0);
        _server.Close(0);
    }

    public void HalfOpen()
    {
        _isHalfOpen = true;
        _server.Close(0);
    }

    public void End()
    {
        _client.Close();
        _server.Close(0);
    }

    private async Task RunAsync(IPEndPoint target)
    {
        try
        {
            await _server.ConnectAsync(target);
            Task toServer = PassAsync(_client, _server, toClient: false);
            Task toClient = PassAsync(_server, _client, toClient: true);
            await Task.WhenAny(toServer, toClient);
            if (!_isHalfOpen)
            {
                _client.Close();
                _server.Close();
            }

            await Task.WhenAll(toServer, toClient);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _client.Close(0);
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool toClient)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                while (toClient ? _settings.BlackHoleToClient : _settings.BlackHoleToServer)
                {
                    await HoldBack(s_blackHoleLook);
                }

                if (_isHalfOpen)
                {
                    continue;
                }

                await SendAsync(to, buffer.AsMemory(0, count), toClient);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side is gone, by itself or by a fault.
        }
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, bool toClient)
    {
        await HoldBack(_settings.Latency);
        while (!bytes.IsEmpty)
        {
            int size = _settings.LargestSlice > 0 ? Math.Min(bytes.Length, NextSlice(_settings.LargestSlice)) : bytes.Length;
            if (toClient && Counted(size) is { } left && left <= 0)
            {
                Reset();
                return;
            }

            await to.SendAsync(bytes[..size]);
            bytes = bytes[size..];
            if (_settings.BytesPerSecond is > 0 and int rate)
            {
                await HoldBack(TimeSpan.FromSeconds((double)size / rate));
            }
        }
    }

    private long? Counted(int size)
    {
        _bytesToClient += size;
        return _settings.ResetAfterBytes is { } limit ? limit - _bytesToClient : null;
    }

    private int NextSlice(int largest)
    {
        lock (_random)
        {
            return _random.Next(1, largest + 1);
        }
    }

    // Not a guess at when something is done: the delay itself is the fault.
    private static Task HoldBack(TimeSpan time) => Schedule.PauseAsync(time);
}
