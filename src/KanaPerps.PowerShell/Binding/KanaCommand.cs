using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Net;
using System.Security;
using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>What every cmdlet that talks to a deployment shares: which one, how long it may take, and how to wait without missing Ctrl+C.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source holds no timer and no link, so there is nothing to give back; it may be cancelled at any time.")]
public abstract class KanaCommand : ModuleCommand, IDisposable
{
    // Until the process is gone, when it ends by a signal.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(2);

    // What a Get- command that streams waits for the venue.
    private static readonly TimeSpan s_getTime = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Stack<Action> _cleanups = [];
    private StreamRun? _run;
    private Deadline? _deadline;
    private RestCalls? _rest;
    private bool _isAddressTyped;

    private protected KanaCommand(StreamMode? mode = null)
    {
        Mode = mode;
    }

    /// <summary>Mainnet, Testnet, Simulator or Replay, or what an object from elsewhere has in its property Network; by default what the environment variable KANA_NETWORK says, or Mainnet.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The network to use: Mainnet, Testnet, Simulator or Replay.")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Network { get; set; }

    /// <summary>The address of a deployment, instead of a network's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The address of an exchange to use instead of a named network.")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    /// <summary>The venue's API key; by default the environment variable KANA_API_KEY. Sent with REST calls as x-api-key, shown nowhere.</summary>
    [Parameter(HelpMessage = "The venue's API key for REST calls.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public SecureString? ApiKey { get; set; }

    /// <summary>How many seconds the command may take, or a REST call of it. What the default is depends on the command.</summary>
    [Parameter(HelpMessage = "Stops after this many seconds.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    /// <summary>How the command streams, or null for a command that does not.</summary>
    internal StreamMode? Mode { get; }

    /// <summary>The time that the user gave, or null.</summary>
    internal TimeSpan? GivenTime => TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;

    /// <summary>How many connections to keep to each feed: what the user gave, or the environment variable KANA_REDUNDANCY.</summary>
    internal int ConnectionsPerFeed => Mode == StreamMode.Get ? 1 : GivenRedundancy > 0 ? GivenRedundancy : PresetRedundancy();

    /// <summary>How many connections the user asked for, or 0.</summary>
    private protected virtual int GivenRedundancy => 0;

    /// <summary>When the command has to end. Its time begins with the first thing that the command does for itself.</summary>
    internal Deadline CommandDeadline => _deadline ??= new Deadline(GivenTime ?? (Mode == StreamMode.Get ? s_getTime : Timeout.InfiniteTimeSpan));

    /// <summary>Cancelled by Ctrl+C and Stop().</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>
    /// Whether the pipeline is being stopped. In Dispose the token alone would not do: WriteObject throws as soon as the pipeline knows,
    /// which may be before StopProcessing is called.
    /// </summary>
    internal bool IsStopped => Stopping || _stop.IsCancellationRequested;

    /// <summary>Cancelled while a stream runs, when the process is to end: the stream ends as if its last object had come.</summary>
    internal CancellationToken EndToken => _run?.Ending ?? CancellationToken.None;

    /// <summary>What links a Watch- command with the command behind it, or null.</summary>
    internal StreamLink? Link { get; private set; }

    // A stream loads them while it dials. An object from the pipeline may have to be bound by an alias of its type.
    private protected sealed override bool LoadsViewsFirst => Mode is null || MyInvocation.ExpectingInput;

    private protected RestCalls Rest => _rest ??= Own(new RestCalls(this));

    // What is typed is meant; an object's network is reached where the session reaches it.
    private EndpointSelection Selection => _isAddressTyped ? new(Network, Endpoint) : EndpointSelection.OfObject(Network, Endpoint);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Link = Mode == StreamMode.Watch ? StreamLink.Announce(this) : null;

        // What the pipeline binds comes later.
        _isAddressTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Endpoint)) || MyInvocation.BoundParameters.ContainsKey(nameof(Network));
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Announces that the command streams from now on.</summary>
    internal void EnterStream()
    {
        Link?.Start();
        _run = TerminationSignals.Enter();
    }

    /// <summary>Has something disposed of when the command ends in any way, the last one first.</summary>
    internal T Own<T>(T resource)
        where T : IDisposable
    {
        AtEnd(resource.Dispose);
        return resource;
    }

    /// <summary>Has something done when the command ends in any way: Select-Object -First, break and a downstream throw call Dispose alone.</summary>
    internal void AtEnd(Action cleanup) => _cleanups.Push(cleanup);

    /// <summary>The deployment that the parameters name at this moment: an object from the pipeline may name another one.</summary>
    /// <returns>The deployment.</returns>
    internal KanaEndpoint ResolveEndpoint() =>
        Selection.TryResolve(out KanaEndpoint endpoint, out ErrorRecord? error) ? endpoint : throw Terminate(error!);

    /// <summary>The network that is named, or null when an address or an unknown name is given.</summary>
    /// <returns>The network.</returns>
    private protected KanaNetwork? NamedNetwork() => Selection.NamedNetwork;

    /// <summary>Waits for a REST call on the pipeline's thread, with a verbose line for each retry.</summary>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="start">Starts the call, given whom to tell of retries.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline is being stopped.</exception>
    internal TResult Await<TResult>(Func<Action<RestRetry>, CancellationToken, Task<TResult>> start) => RestWait.Run(this, start, LoadViews, StopToken);

    /// <summary>Looks up the profile of a wallet, within the time given for the whole command.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="wallet">The wallet address.</param>
    /// <returns>The profile.</returns>
    internal Profile LookUpProfile(KanaEndpoint endpoint, string wallet) =>
        LookUpProfile(endpoint, wallet, GivenTime is null ? null : CommandDeadline.Remaining);

    /// <summary>Looks up the profile of a wallet.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="wallet">The wallet address.</param>
    /// <param name="time">How long it may take, or null for the usual time.</param>
    /// <returns>The profile.</returns>
    internal Profile LookUpProfile(KanaEndpoint endpoint, string wallet, TimeSpan? time)
    {
        Profile profile = Await((onRetry, stop) => KanaSession.LookUpProfileAsync(endpoint, wallet, KeyFor(endpoint), time, onRetry, stop));
        WriteVerbose($"Wallet {profile.Wallet} has the profile {profile.ProfileAddress}.");
        return profile;
    }

    private int PresetRedundancy() => Environment.GetEnvironmentVariable("KANA_REDUNDANCY") switch
    {
        null or "" or "1" => 1,
        "2" => 2,
        string other => throw Terminate(ErrorRecords.Of(
            KanaErrors.UnknownRedundancy,
            other,
            $"The environment variable KANA_REDUNDANCY is '{other}'.",
            KanaErrors.UnknownRedundancy.Remedy)),
    };

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
    /// <returns>The key, or null.</returns>
    internal string? KeyFor(KanaEndpoint endpoint) =>
        ApiKey is not null ? new NetworkCredential("", ApiKey).Password
        : endpoint.Network != KanaNetwork.Custom || _isAddressTyped || (Endpoint is null && Network is null) ? Environment.GetEnvironmentVariable("KANA_API_KEY")
        : null;

    /// <summary>Gives back what the command holds. Safe to call again.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the command holds.</summary>
    /// <param name="disposing">Whether it is called by Dispose.</param>
    protected virtual void Dispose(bool disposing)
    {
        while (_cleanups.TryPop(out Action? cleanup))
        {
            cleanup();
        }

        if (_run is not null && TerminationSignals.Leave(_run))
        {
            // The process ends: what comes after this pipeline must not begin. The engine gives no signal to a command that has ended.
            SpinWait.SpinUntil(() => Stopping, s_stopTime);
        }
    }
}
