using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KanaPerps.Transport;

/// <summary>
/// The way to the endpoint, for streams and REST alike. It follows no redirect, keeps no cookies, checks certificates as the system does,
/// tries every address of a host, makes no connection past a proxy that is named, and remembers what stood in the way.
/// </summary>
internal sealed class Route : IDisposable
{
    private readonly Uri _endpoint;
    private readonly StaggeredDial _dial;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationToken _abandoned;
    private Stream? _stream;

    /// <summary>Prepares the way.</summary>
    /// <param name="endpoint">Where to; the system's proxy is used for hosts that are not loopback.</param>
    /// <param name="time">The clock.</param>
    /// <param name="dial">How to connect, or null for the usual.</param>
    public Route(Uri endpoint, TimeProvider time, StaggeredDial? dial = null)
    {
        _endpoint = endpoint;
        _abandoned = _abandon.Token;
        _dial = dial ?? new StaggeredDial(time);
    }

    /// <summary>What the module calls itself. Gateways refuse requests that do not say what sends them.</summary>
    public static string UserAgent { get; } = $"KanaPerps/{typeof(Route).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>When a request is given up, and with it the dial that was begun for it.</summary>
    public static HttpRequestOptionsKey<CancellationToken> GivenUp { get; } = new("KanaPerps.GivenUp");

    /// <summary>What is wrong with the endpoint's certificate, or null.</summary>
    public string? CertificateProblem { get; private set; }

    /// <summary>The proxy that the connection goes through, or null.</summary>
    public string? Proxy { get; private set; }

    /// <summary>The address that the last connection was made to, or null.</summary>
    public IPEndPoint? RemoteEndPoint { get; private set; }

    /// <summary>Makes the handler that requests go through.</summary>
    /// <returns>The handler; dispose it.</returns>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !_endpoint.IsLoopback,
        ConnectCallback = ConnectAsync,
        SslOptions = { RemoteCertificateValidationCallback = IsTrusted },
    };

    /// <summary>Ends the dial under way at once. The handler by itself would leave a TLS handshake for some seconds more.</summary>
    public void Abandon()
    {
        _abandon.Cancel();
        Interlocked.Exchange(ref _stream, null)?.Dispose();
    }

    /// <summary>Ends what is under way; a connection that stands is not touched.</summary>
    public void Dispose()
    {
        _abandon.Cancel();
        _abandon.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        DnsEndPoint peer = context.DnsEndPoint;
        bool isEndpoint = peer.Port == _endpoint.Port && Name(peer.Host).Equals(Name(_endpoint.IdnHost), StringComparison.OrdinalIgnoreCase);
        Proxy = isEndpoint || _endpoint.IsLoopback ? null : $"{peer.Host}:{peer.Port}";
        if (!_endpoint.IsLoopback)
        {
            ProxyVariables.RequireUse(_endpoint, HttpClient.DefaultProxy, Environment.GetEnvironmentVariable);
        }

        // The handler goes on dialling for some seconds after the request has been given up.
        context.InitialRequestMessage.Options.TryGetValue(GivenUp, out CancellationToken givenUp);
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(cancellation, givenUp, _abandoned);
        Stream stream = await _dial.ConnectAsync(new DnsEndPoint(Name(peer.Host), peer.Port), any.Token).ConfigureAwait(false);
        _stream = stream;
        RemoteEndPoint = (stream as NetworkStream)?.Socket.RemoteEndPoint as IPEndPoint;
        if (_abandoned.IsCancellationRequested)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }

        return stream;
    }

    // An IPv6 address comes with brackets or without.
    private static string Name(string host) => host.Trim('[', ']');

    // Looks and says why; what the system found wrong is refused, always.
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        CertificateProblem = errors == SslPolicyErrors.None ? null : string.Join(", ", Problems(chain, errors));
        return errors == SslPolicyErrors.None;
    }

    /// <summary>What is wrong with a certificate, in words.</summary>
    internal static IEnumerable<string> Problems(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "the server sent no certificate";
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
