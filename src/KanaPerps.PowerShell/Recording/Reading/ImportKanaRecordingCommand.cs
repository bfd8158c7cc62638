using System.Management.Automation;
using KanaPerps.Recording;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Writes the objects of a recording, as the Watch- commands wrote them then.</summary>
[Cmdlet(VerbsData.Import, "KanaRecording", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(OrderBook), typeof(Trade), typeof(Position), typeof(OpenOrder), typeof(Fill), typeof(OrderRecord), typeof(FundingRate), typeof(Transfer), typeof(TopicMessage))]
public sealed class ImportKanaRecordingCommand : RecordingReadCommand, IDisposable
{
    private StreamRun? _run;

    /// <summary>The topics: the nouns of their commands, such as Trade, or their names on the wire. All by default.</summary>
    [Parameter(Position = 1, HelpMessage = "The topics, such as OrderBook or Trade; all by default.")]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Topic { get; set; }

    /// <summary>The ids of the markets. With markets or accounts only their data is written.</summary>
    [Parameter(ParameterSetName = MarketParameterSets.Id, HelpMessage = MarketParameterSets.IdHelp)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MarketParameterSets.Symbol, HelpMessage = MarketParameterSets.SymbolHelp)]
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

    /// <summary>From when on. What a watcher that joined at this time got comes first.</summary>
    [Parameter(HelpMessage = "From when on, such as 2026-11-25T21:30Z; a time without a zone is local.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? From { get; set; }

    /// <summary>Until when.</summary>
    [Parameter(HelpMessage = "Until when, such as 2026-11-25T22:00Z; a time without a zone is local.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? To { get; set; }

    /// <summary>Writes all rows of each message instead of those that changed.</summary>
    [Parameter(HelpMessage = "Write all rows of each message instead of those that changed.")]
    public SwitchParameter EveryMessage { get; set; }

    private CancellationToken Ending => _run?.Ending ?? CancellationToken.None;

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
    }

    private protected override void Process(string folder)
    {
        RecordingFolder? recording = null;
        IReadOnlyList<RecordingDamage> others = [];
        ReadOptions part = new() { From = From?.ToUniversalTime(), To = To?.ToUniversalTime() };
        ErrorRecord? error = Try(() => Await(stop => others = (recording = RecordingFolder.Open(folder)).FindOthers(stop)), folder);
        if (error is not null)
        {
            WriteError(error);
            return;
        }

        if (recording!.Description.Problem is { } problem)
        {
            WriteWarning($"'{folder}': {problem}.");
        }

        foreach (RecordingDamage other in others.Where(o => o.Kind == RecordingDamageKind.OtherFile))
        {
            Tell(other);
        }

        Import(recording, part);
        HideProgress();
    }

    private void Import(RecordingFolder recording, ReadOptions part)
    {
        KanaEndpoint endpoint = recording.Description.Endpoint;
        FeedSelection selection = Select(endpoint);
        AccountWallets wallets = new();
        NoticeWriter notices = new(this);
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(StopToken, Ending);
        using RecordingReader reader = new(new BlockPump(stop => recording.Read(part, stop), wake.Token), endpoint);
        RecordingImport import = new(reader, selection, new SubscriptionOptions { EveryMessage = EveryMessage }, part)
        {
            OnFeed = feed => wallets.Add(endpoint, feed.Key ?? ""),
            OnRest = (query, answer) => AddWallet(wallets, endpoint, query, answer),
        };
        long total = recording.FilesOf(part).Sum(f => f.Length);
        using IEnumerator<RecordingEvent> events = import.Play().GetEnumerator();
        while (Next(events, recording.Path))
        {
            RecordingEvent next = events.Current;
            if (next.Damage is { } damage)
            {
                Tell(damage);
            }
            else if (next.Notice is { } notice)
            {
                notices.WriteRecorded(notice);
            }

            // By index: this runs for each message, and an enumerator would be garbage of it.
            for (int i = 0; i < next.Items.Count && !Ending.IsCancellationRequested; i++)
            {
                WriteObject(wallets.Name(next.Feed!, next.Items[i]));
            }

            ShowProgress(recording.Path, reader.Progress, total);
        }

        if (!Ending.IsCancellationRequested)
        {
            foreach (string missing in selection.Missing)
            {
                WriteWarning($"'{recording.Path}' has no data of {missing}{(part.From is null && part.To is null ? "" : " in that time")}.");
            }
        }
    }

    private bool Next(IEnumerator<RecordingEvent> events, string folder)
    {
        bool hasNext = false;
        ErrorRecord? error = null;
        try
        {
            error = Try(() => hasNext = !Ending.IsCancellationRequested && events.MoveNext(), folder);
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

    private FeedSelection Select(KanaEndpoint endpoint) => new(
        Topic?.Select(TopicNames.OnWire),
        MarketId is null && Symbol is null ? null : new MarketSelection(this, MarketId, Symbol).Resolve(endpoint),
        ProfileAddress?.SelectMany(Canonical));

    private IEnumerable<string> Canonical(string address)
    {
        if (AccountAddress.TryNormalize(address, out string profile))
        {
            return [profile];
        }

        WriteError(ErrorRecords.InvalidAddress(address, "profile"));
        return [];
    }

    // What REST said when the recording began: the profile of a wallet.
    private static void AddWallet(AccountWallets wallets, KanaEndpoint endpoint, string query, byte[] answer)
    {
        if (RecordedProfile.Read(query, answer) is var (wallet, profile))
        {
            wallets.Add(endpoint, profile, wallet);
        }
    }

    private void Tell(RecordingDamage damage)
    {
        WriteWarning(damage.ToString());
        WarningVariable.Attach(this, damage);
    }
}
