using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KanaPerps.Streaming;

/// <summary>
/// The way to the endpoint for one dial. It follows no redirect, keeps nothing for later, checks certificates as the system does, and
/// remembers what stood in the way.
/// </summary>
internal sealed class DialTransport : IDisposable
{
    private readonly Uri _endpoint;
    private readonly HttpMessageInvoker _invoker;
    private Socket? _socket;

    /// <summary>Prepares a dial.</summary>
    /// <param name="endpoint">Where to; the system's proxy is used for hosts that are not loopback.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    public DialTransport(Uri endpoint, StreamOptions options, TimeProvider time)
    {
        _endpoint = endpoint;
        Meter = new FrameMeter(time);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // What ClientWebSocket makes for itself follows redirects, to any host.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !endpoint.IsLoopback,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) =>
            {
                // With a proxy there are two: the way to the proxy, and the way through it that comes last.
                Meter = new FrameMeter(time);
                return ValueTask.FromResult<Stream>(new MeteredStream(context.PlaintextStream, Meter, options.MaxMessageBytes));
            },
            SslOptions = { RemoteCertificateValidationCallback = IsTrusted },
        });
    }

    /// <summary>What the handshake is sent by.</summary>
    public HttpMessageInvoker Invoker => _invoker;

    /// <summary>What follows the frames of the connection.</summary>
    public FrameMeter Meter { get; private set; }

    /// <summary>What is wrong with the endpoint's certificate, or null.</summary>
    public string? CertificateProblem { get; private set; }

    /// <summary>The proxy that was dialled in the endpoint's place, or null.</summary>
    public string? Proxy { get; private set; }

    /// <summary>Closes the socket at once. The handler by itself would leave a TLS handshake under way for some seconds more.</summary>
    public void Abandon() => Interlocked.Exchange(ref _socket, null)?.Dispose();

    /// <summary>Gives the handler back; a connection that stands is not touched.</summary>
    public void Dispose() => _invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        DnsEndPoint peer = context.DnsEndPoint;
        bool isEndpoint = peer.Port == _endpoint.Port && Name(peer.Host).Equals(Name(_endpoint.IdnHost), StringComparison.OrdinalIgnoreCase);
        Proxy = isEndpoint || _endpoint.IsLoopback ? null : $"{peer.Host}:{peer.Port}";
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket = socket;
        try
        {
            await socket.ConnectAsync(peer, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // An IPv6 address comes with brackets or without.
    private static string Name(string host) => host.Trim('[', ']');

    // Looks and says why; what the system found wrong is refused, always.
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        CertificateProblem = errors == SslPolicyErrors.None ? null : string.Join(", ", Problems(chain, errors));
        return errors == SslPolicyErrors.None;
    }

    private static IEnumerable<string> Problems(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "there is none";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return "it is for another host";
        }

        foreach (X509ChainStatusFlags flaw in (chain?.ChainStatus ?? []).Select(s => s.Status).Distinct())
        {
            yield return flaw switch
            {
                X509ChainStatusFlags.NotTimeValid => "it has expired or is not valid yet",
                X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => "its issuer is not trusted",
                X509ChainStatusFlags.Revoked => "it was revoked",
                _ => flaw.ToString(),
            };
        }
    }
}
