using System.Net;
using System.Net.Sockets;

namespace KanaPerps.Transport;

/// <summary>Connects a TCP socket to one address.</summary>
internal static class OpenSocket
{
    /// <summary>Connects.</summary>
    /// <param name="address">The address and port.</param>
    /// <param name="cancellation">Ends the attempt and its socket.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SocketException">Nothing answers.</exception>
    /// <exception cref="BlockedDialException">The process has as many files open as it may.</exception>
    public static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        Socket socket = Create(address.AddressFamily);
        try
        {
            OpenFiles.RequireRoomBeside(socket);
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Create(AddressFamily family)
    {
        try
        {
            return new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            throw OpenFiles.TooMany();
        }
    }
}
