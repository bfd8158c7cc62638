using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KanaPerps.Testing.Faults;

/// <summary>A server on loopback that shows a certificate of its own making, which no machine trusts.</summary>
public sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly Task _accepting;

    /// <summary>Listens on a free port.</summary>
    /// <param name="host">The host that the certificate is for.</param>
    /// <param name="notAfter">The end of its validity; it began a day before.</param>
    public TlsServer(string host, DateTimeOffset notAfter)
    {
        _certificate = MakeCertificate(host, notAfter);
        _listener.Start();
        WebSocketUri = new Uri($"wss://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/ws/");
        _accepting = AcceptAllAsync();
    }

    /// <summary>Where the server is reached.</summary>
    public Uri WebSocketUri { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate(string host, DateTimeOffset notAfter)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(notAfter.AddDays(-1), notAfter);

        // On Windows a key that exists in memory only can't be used by a server.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                await ShowCertificateAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private async Task ShowCertificateAsync(Socket socket)
    {
        using SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsServerAsync(_certificate);
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // The client hung up, which is what it should do.
        }
    }
}
