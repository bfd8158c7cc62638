using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace KanaPerps.Nats;

/// <summary>An attempt to connect: the library's options, and what its exceptions mean. None of their texts is passed on whole.</summary>
internal sealed class BrokerDial : INatsSocketConnectionFactory
{
    private readonly BrokerOptions _options;
    private bool _isCertificateRefused;
    private bool _isTlsBegun;
    private bool _isConnected;
    private Exception? _failure;

    public BrokerDial(BrokerOptions options)
    {
        _options = options;
        Options = NatsOpts.Default with
        {
            Url = $"{(options.RequiresTls ? "tls" : "nats")}://{(options.Host.Contains(':', StringComparison.Ordinal) ? $"[{options.Host}]" : options.Host)}:{options.Port}",
            Name = options.ClientName,
            ConnectTimeout = options.ConnectTimeout,
            CommandTimeout = options.RequestTimeout,
            RequestTimeout = options.RequestTimeout,
            PingInterval = TimeSpan.FromSeconds(10),
            MaxReconnectRetry = 0,
            SocketConnectionFactory = this,
            SuppressSlowConsumerWarnings = true,
            AuthOpts = new NatsAuthOpts { Username = options.UserName, Password = options.Password, Token = options.Token, CredsFile = options.CredentialsFile },
            TlsOpts = new NatsTlsOpts { Mode = options.RequiresTls ? TlsMode.Require : TlsMode.Prefer, ConfigureClientAuthentication = ConfigureAsync },
        };
    }

    public NatsOpts Options { get; }

    /// <summary>What a failed attempt means.</summary>
    public BrokerException Explain(Exception cause)
    {
        if (_isCertificateRefused)
        {
            return new(BrokerFailure.Certificate, "the server's certificate can't be trusted");
        }

        foreach (Exception e in Chain(_failure ?? cause))
        {
            switch (e)
            {
                case AuthenticationException:
                    return new(BrokerFailure.Certificate, "the TLS handshake failed");
                case NatsServerException { IsAuthError: true }:
                    return new(BrokerFailure.Unauthorized, "the server refuses the login");
                case NatsServerException server:
                    return new(BrokerFailure.Unreachable, $"the server says: {server.Error}");
                case SocketException socket:
                    return new(BrokerFailure.Unreachable, _options.Explain(socket));
                case TimeoutException or OperationCanceledException:
                    return new(BrokerFailure.Timeout, "no answer in time");
                case FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException:
                    return new(BrokerFailure.BadFile, "the file with the credentials can't be read");
            }
        }

        return _isTlsBegun ? new(BrokerFailure.Certificate, "the TLS handshake failed")
            : _options.RequiresTls && _isConnected ? new(BrokerFailure.NoTls, "the server does not offer TLS")
            : new(BrokerFailure.Unreachable, "it does not answer as a NATS server");
    }

    /// <inheritdoc/>
    public async ValueTask<INatsSocketConnection> ConnectAsync(Uri uri, NatsOpts opts, CancellationToken cancellationToken)
    {
        try
        {
            NetworkStream stream = await _options.Connect(new DnsEndPoint(_options.Host, _options.Port), cancellationToken).ConfigureAwait(false);
            _isConnected = true;
            return new BrokerSocket(stream);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }
    }

    /// <summary>What a failed call means.</summary>
    public static BrokerException ExplainCall(Exception cause) => cause switch
    {
        BrokerException broker => broker,
        NatsNoRespondersException or NatsJSApiNoResponseException or NatsJSPublishNoResponseException => new(BrokerFailure.NoJetStream, "JetStream does not answer"),
        NatsNoReplyException or NatsTimeoutException or TimeoutException or OperationCanceledException or NatsJSException => new(BrokerFailure.Timeout, "the server does not answer in time"),
        _ => new(BrokerFailure.Unreachable, "the connection to the broker broke"),
    };

    /// <summary>What an answer of the server's means.</summary>
    public static BrokerException Explain(ApiError error) => new(error.Code == 503 ? BrokerFailure.NoJetStream : BrokerFailure.Rejected, error.Description ?? "the server gives no reason");

    private static IEnumerable<Exception> Chain(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }

    private ValueTask ConfigureAsync(SslClientAuthenticationOptions tls)
    {
        _isTlsBegun = true;
        tls.RemoteCertificateValidationCallback = IsTrusted;
        if (_options.Issuers is { Count: > 0 } issuers)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(issuers);
        }

        if (_options.ClientCertificate is { } own)
        {
            tls.ClientCertificates = [own];
        }

        return ValueTask.CompletedTask;
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isTrusted = _options.ValidateCertificate?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
        _isCertificateRefused = !isTrusted;
        return isTrusted;
    }
}
