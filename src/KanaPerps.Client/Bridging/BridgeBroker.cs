using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using KanaPerps.Nats;
using KanaPerps.Transport;

namespace KanaPerps.Bridging;

/// <summary>The way to a broker: its address and the login. What fails is told without credentials.</summary>
internal sealed class BridgeBroker
{
    private readonly BrokerLogin _login;
    private readonly StaggeredDial _dial = new(TimeProvider.System);
    private string? _certificateProblem;

    /// <summary>Prepares connections.</summary>
    /// <param name="options">Where to.</param>
    public BridgeBroker(BridgeOptions options)
        : this(BrokerAddress.Read(options.Server, hasPath: false), options.Login)
    {
    }

    /// <summary>Prepares connections.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="login">How to log in.</param>
    public BridgeBroker(BrokerAddress address, BrokerLogin login)
    {
        Address = address;
        _login = login.WithEnvironment();
    }

    /// <summary>The address.</summary>
    public BrokerAddress Address { get; }

    /// <summary>Connects.</summary>
    /// <param name="name">What to call the connection in the server's lists.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="KanaException">It could not be made.</exception>
    public async Task<BrokerConnection> ConnectAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await BrokerConnection.ConnectAsync(
                new BrokerOptions
                {
                    Host = Address.Host,
                    Port = Address.Port,
                    RequiresTls = Address.RequiresTls,
                    ClientName = $"KanaPerps {name}",
                    UserName = _login.UserName,
                    Password = _login.Password,
                    Token = _login.Token,
                    CredentialsFile = _login.CredentialsFile,
                    Issuers = _login.ReadIssuers(),
                    ClientCertificate = _login.ReadCertificate(),
                    ValidateCertificate = IsTrusted,
                    Connect = async (host, stop) => (NetworkStream)await _dial.ConnectAsync(host, stop).ConfigureAwait(false),
                    Explain = e => e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain ? "the name of the host can't be resolved" : SocketWords.Of(e),
                },
                cancellation).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            throw BridgeErrors.Of(Address, e, _certificateProblem);
        }
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _certificateProblem = errors == SslPolicyErrors.None ? null : string.Join(", ", Route.Problems(chain, errors));
        return errors == SslPolicyErrors.None;
    }
}
