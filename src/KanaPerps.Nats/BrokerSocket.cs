using System.Net.Sockets;
using NATS.Client.Core;

namespace KanaPerps.Nats;

/// <summary>A TCP connection that was dialled outside of the library, which tries several addresses one after the other and does not say why it failed.</summary>
internal sealed class BrokerSocket : INatsTlsUpgradeableSocketConnection
{
    private readonly NetworkStream _stream;

    public BrokerSocket(NetworkStream stream)
    {
        _stream = stream;
        Socket.NoDelay = true;
    }

    /// <inheritdoc/>
    public Socket Socket => _stream.Socket;

    /// <inheritdoc/>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer) => Socket.SendAsync(buffer, SocketFlags.None);

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => Socket.ReceiveAsync(buffer, SocketFlags.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
