using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Net;
using System.Security;
using KanaPerps.Rest;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>What every cmdlet that talks to a deployment shares: which one, and how to wait for it without missing Ctrl+C.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source holds no timer and no link, so there is nothing to give back; it may be cancelled at any time.")]
public abstract class KanaCommand : ModuleCommand
{
    // Until the process is gone, when it ends by a signal.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private StreamRun? _run;
    private bool _isAddressTyped;

    /// <summary>Mainnet, Testnet or Simulator, or what an object from elsewhere has in its property Network; by default what the environment variable KANA_NETWORK says, or Mainnet.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Network { get; set; }

    /// <summary>The address of a deployment, instead of a network's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    /// <summary>Cancelled by Ctrl+C and Stop().</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>
    /// Whether the pipeline is being stopped. In Dispose the token alone would not do: WriteObject throws as soon as the pipeline knows,
    /// which may be before StopProcessing is called.
    /// </summary>
    internal bool IsStopped => Stopping || _stop.IsCancellationRequested;

    /// <summary>Cancelled while a stream runs, when the process is to end: the stream ends as if its last object had come.</summary>
    internal CancellationToken EndToken => _run?.Ending ?? CancellationToken.None;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // What the pipeline binds comes later.
        _isAddressTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Endpoint)) || MyInvocation.BoundParameters.ContainsKey(nameof(Network));
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Announces that the command streams from now on.</summary>
    internal void EnterStream() => _run = TerminationSignals.Enter();

    /// <summary>Says that the command's stream is over. Called in Dispose, when what is behind it in the pipeline has ended. Safe to call again.</summary>
    internal void LeaveStream()
    {
        if (_run is not null && TerminationSignals.Leave(_run))
        {
            // The process ends: what comes after this pipeline must not begin. The engine gives no signal to a command that has ended.
            SpinWait.SpinUntil(() => Stopping, s_stopTime);
        }
    }

    /// <summary>The deployment that the parameters name at this moment: an object from the pipeline may name another one.</summary>
    /// <returns>The deployment.</returns>
    internal KanaEndpoint ResolveEndpoint()
    {
        try
        {
            if (Endpoint is not null)
            {
                return KanaEndpoint.From(Endpoint);
            }

            string name = NetworkName;
            if (NamedNetwork() is { } network)
            {
                return Named(network);
            }

            // Objects from an endpoint without a name carry its address as their network.
            return name.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(name, UriKind.Absolute, out Uri? address)
                ? KanaEndpoint.From(address)
                : throw Terminate(UnknownNetwork(KanaEndpoint.WithoutCredentials(name)));
        }
        catch (KanaException e)
        {
            throw Terminate(ErrorRecords.From(e, Endpoint is null ? KanaEndpoint.WithoutCredentials(NetworkName) : KanaEndpoint.WithoutCredentials(Endpoint)));
        }
    }

    /// <summary>The network that is named, or null when an address is, or nothing that there is.</summary>
    /// <returns>The network.</returns>
    private protected KanaNetwork? NamedNetwork() =>
        Endpoint is null ? NetworkNamed(NetworkName) : null;

    /// <summary>The network of a name, or null when there is none. Parsing the enum would take numbers and lists of names too.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The network.</returns>
    internal static KanaNetwork? NetworkNamed(string name) => name.Trim().ToUpperInvariant() switch
    {
        "MAINNET" => KanaNetwork.Mainnet,
        "TESTNET" => KanaNetwork.Testnet,
        "SIMULATOR" => KanaNetwork.Simulator,
        _ => null,
    };

    /// <summary>Waits for a REST call on the pipeline's thread, with a verbose line for each retry.</summary>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="start">Starts the call, given whom to tell of retries.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline is being stopped.</exception>
    internal TResult Await<TResult>(Func<Action<RestRetry>, CancellationToken, Task<TResult>> start) => RestWait.Run(this, start, LoadViews, StopToken);

    /// <summary>Looks up the profile of a wallet.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="wallet">The wallet address.</param>
    /// <param name="apiKey">The key given, or null.</param>
    /// <param name="time">How long it may take, or null for the usual time.</param>
    /// <returns>The profile.</returns>
    internal Profile LookUpProfile(KanaEndpoint endpoint, string wallet, SecureString? apiKey, TimeSpan? time)
    {
        Profile profile = Await((onRetry, stop) => KanaSession.LookUpProfileAsync(endpoint, wallet, KeyFor(endpoint, apiKey), time, onRetry, stop));
        WriteVerbose($"Wallet {profile.Wallet} has the profile {profile.ProfileAddress}.");
        return profile;
    }

    internal Exception Terminate(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        return error.Exception;
    }

    /// <summary>
    /// The API key for a deployment: the one given, or the environment's. That goes to the venue's networks and to an address that the
    /// user named, and not to whatever address an object from the pipeline brings along.
    /// </summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="apiKey">The key given, or null.</param>
    /// <returns>The key, or null.</returns>
    internal string? KeyFor(KanaEndpoint endpoint, SecureString? apiKey) =>
        apiKey is not null ? new NetworkCredential("", apiKey).Password
        : endpoint.Network != KanaNetwork.Custom || _isAddressTyped || (Endpoint is null && Network is null) ? Environment.GetEnvironmentVariable("KANA_API_KEY")
        : null;

    private string NetworkName =>
        Network ?? (Environment.GetEnvironmentVariable("KANA_NETWORK") is { Length: > 0 } preset ? preset : nameof(KanaNetwork.Mainnet));

    private static KanaEndpoint Named(KanaNetwork network) => network switch
    {
        KanaNetwork.Mainnet => KanaEndpoint.Mainnet,
        KanaNetwork.Testnet => KanaEndpoint.Testnet,
        _ => SimulatorHost.Endpoint(),
    };

    private static ErrorRecord UnknownNetwork(string name) => ErrorRecords.Of(
        KanaErrors.UnknownNetwork,
        name,
        $"Unknown network '{VenueText.Shorten(name)}'.",
        NearMiss.Question(name, ["Mainnet", "Testnet", "Simulator"])
            + "Use Mainnet, Testnet or Simulator with -Network or in the environment variable KANA_NETWORK, or give an address with -Endpoint.");
}
