using System.Management.Automation;
using System.Net;
using System.Security;
using KanaPerps.Bridging;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Publishes topics to a NATS server, in the background of this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "KanaBridge")]
[OutputType(typeof(KanaBridgeInfo))]
public sealed class StartKanaBridgeCommand : FeedsCommand
{
    /// <summary>The address of the NATS server, which has JetStream.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The address of the NATS server, such as nats://localhost:4222.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNull]
    public Uri? Server { get; set; }

    /// <summary>What the subjects begin with: one token, or several with dots between them.</summary>
    [Parameter(HelpMessage = "What the subjects begin with; kana by default.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string Prefix { get; set; } = "kana";

    /// <summary>How many messages of each subject the stream keeps. Without it a stream that is there is taken as it is, and a new one keeps 100.</summary>
    [Parameter(HelpMessage = "How many messages of each subject the stream keeps; a new stream keeps 100 by default.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 100_000_000)]
    public int History { get; set; }

    /// <summary>The name and password to log in with; by default the environment variables KANA_NATS_USER and KANA_NATS_PASSWORD.</summary>
    [Parameter(HelpMessage = "The name and password to log in to the server with.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public PSCredential? Credential { get; set; }

    /// <summary>The token to log in with; by default the environment variable KANA_NATS_TOKEN.</summary>
    [Parameter(HelpMessage = "The token to log in to the server with.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public SecureString? Token { get; set; }

    /// <summary>The path of a credentials file with a JWT and a seed; by default the environment variable KANA_NATS_CREDS.</summary>
    [Parameter(HelpMessage = "The path of a credentials file (.creds) to log in to the server with.")]
    [ValidateNotNullOrEmpty]
    public string? CredentialsPath { get; set; }

    /// <summary>The path of a PEM file with the certificates of issuers to trust in place of the system's; by default the environment variable KANA_NATS_CA.</summary>
    [Parameter(HelpMessage = "The path of a PEM file with the certificates of issuers to trust in place of the system's.")]
    [ValidateNotNullOrEmpty]
    public string? IssuerPath { get; set; }

    /// <summary>The path of a PEM file with the client's certificate; by default the environment variable KANA_NATS_CERT.</summary>
    [Parameter(HelpMessage = "The path of a PEM file with the client's certificate.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The path of a PEM file with the key of the client's certificate, unless the certificate's file has it; by default the environment variable KANA_NATS_KEY.</summary>
    [Parameter(HelpMessage = "The path of a PEM file with the key of the client's certificate.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!BridgeSubjects.IsPrefix(Prefix))
        {
            throw Terminate(ErrorRecords.Of(
                KanaErrors.BridgePrefix,
                Prefix,
                $"'{Prefix}' can't be the beginning of a subject.",
                "Give letters, digits, - and _, with dots between tokens, such as kana or team.kana."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ChosenFeeds(out KanaEndpoint endpoint) is not { } feeds)
        {
            return;
        }

        BridgeOptions options = new()
        {
            Server = Server!,
            Login = new()
            {
                UserName = Credential?.UserName,
                Password = Credential?.GetNetworkCredential().Password,
                Token = Token is null ? null : new NetworkCredential("", Token).Password,
                CredentialsFile = Resolved(CredentialsPath),
                IssuerFile = Resolved(IssuerPath),
                CertificateFile = Resolved(CertificatePath),
                KeyFile = Resolved(KeyPath),
            },
            Prefix = Prefix,
            History = History > 0 ? History : null,
            Endpoint = endpoint,
            Feeds = feeds,
            Redundancy = ConnectionsPerFeed,
            Version = MyInvocation.MyCommand.Module?.Version.ToString() ?? "",
        };
        WriteObject(Start(stop => BridgeHost.Start(options, stop), KanaEndpoint.WithoutCredentials(options.Server)));
    }

    private protected override Exception MixedNetworks(KanaEndpoint first, KanaEndpoint second) => Terminate(ErrorRecords.Of(
        KanaErrors.BridgeNetworks, second.Name, $"The input is of {first.Name} and of {second.Name}.", KanaErrors.BridgeNetworks.Remedy));

    private string? Resolved(string? path) => path is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
