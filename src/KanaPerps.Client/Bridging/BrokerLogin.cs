using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KanaPerps.Bridging;

/// <summary>
/// How to log in to a NATS server. It is not printed anywhere: neither in errors nor in objects. What is null is taken from the environment, so that commands that
/// read from a server need no parameters for it.
/// </summary>
public sealed class BrokerLogin
{
    /// <summary>The environment variable with the user's name.</summary>
    public const string UserVariable = "KANA_NATS_USER";

    /// <summary>The environment variable with the user's password.</summary>
    public const string PasswordVariable = "KANA_NATS_PASSWORD";

    /// <summary>The environment variable with a token.</summary>
    public const string TokenVariable = "KANA_NATS_TOKEN";

    /// <summary>The environment variable with the path of a credentials file.</summary>
    public const string CredentialsFileVariable = "KANA_NATS_CREDS";

    /// <summary>The environment variable with the path of a file with the certificates of issuers to trust.</summary>
    public const string IssuerFileVariable = "KANA_NATS_CA";

    /// <summary>The environment variable with the path of a file with the client's certificate.</summary>
    public const string CertificateFileVariable = "KANA_NATS_CERT";

    /// <summary>The environment variable with the path of a file with the key of the client's certificate.</summary>
    public const string KeyFileVariable = "KANA_NATS_KEY";

    /// <summary>The user's name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The user's password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>A token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The path of a file with a user's JWT and seed, or null.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The path of a PEM file with the certificates of issuers to trust in place of the system's, or null.</summary>
    public string? IssuerFile { get; init; }

    /// <summary>The path of a PEM file with the client's certificate, or null.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The path of a PEM file with its key, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>This login, completed by what the environment says.</summary>
    /// <returns>The login. A name, a token or a credentials file that is given excludes those of the environment.</returns>
    internal BrokerLogin WithEnvironment()
    {
        bool isGiven = (UserName ?? Token ?? CredentialsFile) is not null;
        return new()
        {
            UserName = isGiven ? UserName : Variable(UserVariable),
            Password = isGiven ? Password : Variable(PasswordVariable),
            Token = isGiven ? Token : Variable(TokenVariable),
            CredentialsFile = isGiven ? CredentialsFile : Variable(CredentialsFileVariable),
            IssuerFile = IssuerFile ?? Variable(IssuerFileVariable),
            CertificateFile = CertificateFile ?? Variable(CertificateFileVariable),
            KeyFile = KeyFile ?? Variable(KeyFileVariable),
        };
    }

    /// <summary>The certificates of the issuers.</summary>
    /// <returns>The certificates, or null for the system's.</returns>
    /// <exception cref="KanaException">The file can't be read.</exception>
    internal X509Certificate2Collection? ReadIssuers() => Read(IssuerFile, file =>
    {
        X509Certificate2Collection issuers = [];
        issuers.ImportFromPemFile(file);
        return issuers.Count > 0 ? issuers : throw new CryptographicException("it has no certificate");
    });

    /// <summary>The client's certificate, with its key.</summary>
    /// <returns>The certificate, or null.</returns>
    /// <exception cref="KanaException">A file can't be read.</exception>
    internal X509Certificate2? ReadCertificate() => Read(CertificateFile, file => X509Certificate2.CreateFromPemFile(file, KeyFile));

    private static T? Read<T>(string? file, Func<string, T> read)
        where T : class
    {
        try
        {
            return file is null ? null : read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new KanaException(KanaErrorKind.BrokerLogin, $"The certificate in '{file}' can't be read.", "Give the path of a PEM file, with the key in it or in a file of its own.", e);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
