using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KanaPerps.Nats;

/// <summary>Where a broker is, and how to log in. Not a record: nothing of it may be printed.</summary>
public sealed class BrokerOptions
{
    /// <summary>The name or address of the host.</summary>
    public required string Host { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the connection must be encrypted. If not, it is where the server asks for it.</summary>
    public required bool RequiresTls { get; init; }

    /// <summary>What the connection is called in the server's own lists.</summary>
    public required string ClientName { get; init; }

    /// <summary>The user's name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The user's password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>The token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The path of a file with a user's JWT and seed, or null.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Certificates of issuers to trust beside those of the system, or null.</summary>
    public X509Certificate2Collection? Issuers { get; init; }

    /// <summary>The certificate of the client, with its key, or null.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Judges the server's certificate, or null for the system's judgement.</summary>
    public RemoteCertificateValidationCallback? ValidateCertificate { get; init; }

    /// <summary>Connects to the host.</summary>
    public required Func<DnsEndPoint, CancellationToken, Task<NetworkStream>> Connect { get; init; }

    /// <summary>What a failure of the network is in words.</summary>
    public required Func<SocketException, string> Explain { get; init; }

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer of the server may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
