using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that take objects of a part of a recording: which topics, markets, accounts and times.</summary>
public abstract class RecordingPartCommand : RecordingReadCommand, IDisposable
{
    private StreamRun? _run;

    private protected RecordingPartCommand()
    {
    }

    /// <summary>The topics: the nouns of their commands, such as Trade, or their names on the wire. All by default.</summary>
    [Parameter(Position = 1, HelpMessage = "The topics, such as OrderBook or Trade; all by default.")]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Topic { get; set; }

    /// <summary>The ids of the markets. With markets or accounts only their data is taken.</summary>
    [Parameter(ParameterSetName = MarketParameterSets.Id, HelpMessage = MarketParameterSets.IdHelp)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = MarketParameterSets.Symbol, HelpMessage = MarketParameterSets.SymbolHelp)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>The profile addresses of the accounts.</summary>
    [Parameter(HelpMessage = AccountParameterSets.ProfileHelp)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>From when on.</summary>
    [Parameter(HelpMessage = "From when on, such as 2026-11-25T21:30Z; a time without a zone is local.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? From { get; set; }

    /// <summary>Until when.</summary>
    [Parameter(HelpMessage = "Until when, such as 2026-11-25T22:00Z; a time without a zone is local.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? To { get; set; }

    /// <summary>Takes all rows of each message instead of those that changed.</summary>
    [Parameter(HelpMessage = "Write all rows of each message instead of those that changed.")]
    public SwitchParameter EveryMessage { get; set; }

    /// <summary>Cancelled when the process is to end.</summary>
    private protected CancellationToken Ending => _run?.Ending ?? CancellationToken.None;

    /// <summary>The part of the recording that the parameters name.</summary>
    private protected ReadOptions Part => new() { From = From?.ToUniversalTime(), To = To?.ToUniversalTime() };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (From > To)
        {
            ThrowTerminatingError(ErrorRecords.Of(
                KanaErrors.TimeRange,
                From,
                FormattableString.Invariant($"-From is {From.Value.UtcDateTime:u}, and -To is {To!.Value.UtcDateTime:u}, which is earlier."),
                KanaErrors.TimeRange.Remedy));
        }

        _run = TerminationSignals.Enter();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_run is not null)
        {
            TerminationSignals.Leave(_run);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a recording. A failure is written as an error, and a description that can't be used as a warning.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The recording, and what lies beside its data files; or null.</returns>
    private protected (RecordingFolder Recording, IReadOnlyList<RecordingDamage> Others)? Open(string folder)
    {
        RecordingFolder? recording = null;
        IReadOnlyList<RecordingDamage> others = [];
        ErrorRecord? error = Try(() => Await(stop => others = (recording = RecordingFolder.Open(folder)).FindOthers(stop)), folder);
        if (error is not null)
        {
            WriteError(error);
            return null;
        }

        if (recording!.Description.Problem is { } problem)
        {
            WriteWarning($"'{folder}': {problem}.");
        }

        return (recording, others);
    }

    /// <summary>Goes on to the next of what is read. A failure that a user can do something about is written as an error, and is the end.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="steps">What is read.</param>
    /// <param name="folder">The recording.</param>
    /// <returns>False at the end.</returns>
    private protected bool Next<T>(IEnumerator<T> steps, string folder)
    {
        bool hasNext = false;
        ErrorRecord? error = null;
        try
        {
            error = Try(() => hasNext = !Ending.IsCancellationRequested && steps.MoveNext(), folder);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            // The process is to end.
            return false;
        }

        if (error is not null)
        {
            WriteError(error);
        }

        return hasNext;
    }

    /// <summary>Finds out which feeds the parameters select. Mistakes in them are written as errors, once.</summary>
    /// <param name="endpoint">Where the data came from.</param>
    /// <returns>Makes a selection of them, for each time that the recording is read.</returns>
    private protected Func<FeedSelection> Select(KanaEndpoint endpoint)
    {
        string[]? topics = Topic?.Select(TopicNames.OnWire).ToArray();
        MarketSelection named = new(this, MarketId, Symbol);
        long[]? markets = named.IsEmpty ? null : [.. named.Resolve(endpoint)];
        string[]? accounts = ProfileAddress is null ? null : [.. Accounts(ProfileAddress)];
        return () => new(topics, markets, accounts);
    }

    /// <summary>Warns of what was selected and is not in the recording.</summary>
    /// <param name="selection">The selection, once the recording has been read.</param>
    /// <param name="recording">The recording.</param>
    private protected void TellMissing(FeedSelection selection, RecordingFolder recording)
    {
        if (Ending.IsCancellationRequested)
        {
            return;
        }

        foreach (string missing in selection.Missing)
        {
            WriteWarning($"'{recording.Path}' has no data of {missing}{(From is null && To is null ? "" : " in that time")}.");
        }
    }

    /// <summary>Takes note of what REST said when the recording began, if it is the profile of a wallet.</summary>
    private protected static void AddWallet(AccountWallets wallets, KanaEndpoint endpoint, string query, byte[] answer)
    {
        if (RecordedProfile.Read(query, answer) is var (wallet, profile))
        {
            wallets.Add(endpoint, profile, wallet);
        }
    }

    private IEnumerable<string> Accounts(string[] addresses)
    {
        foreach (string address in addresses)
        {
            if (AccountAddress.TryNormalize(address, out string canonical))
            {
                yield return canonical;
            }
            else
            {
                WriteError(ErrorRecords.InvalidAddress(address, "profile"));
            }
        }
    }
}
