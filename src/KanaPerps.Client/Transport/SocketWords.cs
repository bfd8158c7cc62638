using System.Globalization;
using System.Net.Sockets;

namespace KanaPerps.Transport;

/// <summary>What the system says of a socket, in words for a user.</summary>
internal static class SocketWords
{
    /// <summary>Names an error.</summary>
    /// <param name="e">The error.</param>
    /// <returns>A few words that fit into parentheses.</returns>
    public static string Of(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "reset by the peer",
        SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => "connection aborted",
        SocketError.OperationAborted or SocketError.Interrupted => "interrupted",
        SocketError.TimedOut => "no answer in time",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.NetworkDown => "network down",
        SocketError.HostDown => "host down",
        SocketError.AccessDenied => "not permitted by this system",
        SocketError.AddressNotAvailable => "address not available",
        SocketError.AddressFamilyNotSupported => "kind of address not supported",
        _ => string.Create(CultureInfo.InvariantCulture, $"system error {e.NativeErrorCode}"),
    };
}
