using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KanaPerps.Nats.Tests;

/// <summary>The certificate of an issuer, and one by it for a host, in files.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kana-tls-");

    public Certificates(string host)
    {
        using ECDsa issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest issuer = new("CN=Test issuer", issuerKey, HashAlgorithmName.SHA256);
        issuer.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 issuing = issuer.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(issuing, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        File.WriteAllText(IssuerFile, issuing.ExportCertificatePem());
        File.WriteAllText(At("server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At("server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    public string IssuerFile => At("issuer.pem");

    public string Config => $"tls {{ cert_file: \"{At("server.pem")}\", key_file: \"{At("server.key")}\" }}";

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string file) => Path.Combine(_folder.FullName, file).Replace('\\', '/');
}
