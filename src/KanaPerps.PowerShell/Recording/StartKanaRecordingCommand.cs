using System.Management.Automation;
using KanaPerps.Recording;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Records topics into a folder, in the background of this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "KanaRecording")]
[OutputType(typeof(KanaRecordingInfo))]
public sealed class StartKanaRecordingCommand : KanaCommand
{
    private readonly List<string> _markets = [];
    private readonly List<string> _accounts = [];
    private readonly List<string> _wallets = [];
    private IReadOnlyList<Topic>? _topics;
    private KanaEndpoint? _endpoint;

    /// <summary>The folder. It is made when it does not exist, and a recording that is in it is continued.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The folder to record to, such as ./rec, which is created when it does not exist.")]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The topics: their names on the wire, or the nouns of their commands, such as Trade.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The topics: names on the wire, such as orderbook, or nouns of commands, such as OrderBook, Trade or Position.")]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Topic { get; set; } = [];

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards, for the topics that are asked for by market.</summary>
    [Parameter(Position = 2, HelpMessage = MarketParameterSets.SymbolHelp)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>The ids of the markets, for the topics that are asked for by market.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = MarketParameterSets.IdHelp)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The profile addresses, for the topics that are asked for by account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = AccountParameterSets.ProfileHelp)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses, for the topics that are asked for by account; each profile address is looked up once and remembered.</summary>
    [Parameter(HelpMessage = AccountParameterSets.WalletHelp)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [Alias("UserAddress", "Wallet")]
    [ArgumentCompleter(typeof(WalletAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? WalletAddress { get; set; }

    /// <summary>How many minutes a file covers. Periods begin at midnight UTC.</summary>
    [Parameter(HelpMessage = "How many minutes a file covers, from 1 to 1440.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 1440)]
    public int RotateMinutes { get; set; } = 60;

    /// <summary>From how many MB on a file is followed by another one of the same period; no limit by default.</summary>
    [Parameter(HelpMessage = "The size in MB from which another file of the same period is begun; by default a file may have any size.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 1_000_000)]
    public int RotateSizeMB { get; set; }

    /// <summary>How old data may become (7d, 12h, a TimeSpan), how large all files together (20GB), or both. Whole files are deleted, the oldest first.</summary>
    [Parameter(HelpMessage = "How much to keep: an age such as 7d or 12h, a size such as 20GB, or both.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Retain { get; set; }

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;

    private bool HasMarkets => MarketId is not null || Symbol is not null;

    private bool HasAccounts => ProfileAddress is not null || WalletAddress is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        if ((_endpoint ??= endpoint) != endpoint)
        {
            throw Terminate(ErrorRecords.From(
                new KanaException(KanaErrorKind.RecordingMismatch, $"The input is of {_endpoint.Name} and of {endpoint.Name}.", "Record each network into a folder of its own."),
                endpoint.Name));
        }

        try
        {
            _topics ??= RecordingFeeds.Find(Topic.Select(TopicNames.OnWire), HasMarkets, HasAccounts, WriteWarning);
        }
        catch (RecordingFeedException e)
        {
            throw Terminate(e.Error);
        }

        // A symbol is the same for every input, and may be given beside ids.
        _markets.AddRange(new MarketSelection(this, MarketId, null).Resolve(endpoint).Select(MarketIds.Text));
        _markets.AddRange(new MarketSelection(this, null, Symbol).Resolve(endpoint).Select(MarketIds.Text));
        _accounts.AddRange(new AccountSelection(this, ProfileAddress, null).Profiles(endpoint));
        _accounts.AddRange(new AccountSelection(this, null, WalletAddress).Profiles(endpoint));
        _wallets.AddRange(WalletAddress ?? []);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_topics is null || _endpoint is not { } endpoint)
        {
            return;
        }

        (Topic Topic, string? Key)[] feeds = [.. _topics.SelectMany(t => KeysOf(t.KeyKind).Select(k => (t, k)))];
        if (feeds.Length == 0 || _topics.Any(t => KeysOf(t.KeyKind).Length == 0))
        {
            // An error has said why the markets or accounts of a topic do not exist: half a recording is not what was asked for.
            return;
        }

        KanaRecordingInfo recording = Start(new RecorderOptions
        {
            Path = FolderPath(),
            Endpoint = endpoint,
            Feeds = feeds,
            Redundancy = ConnectionsPerFeed,
            Version = MyInvocation.MyCommand.Module?.Version.ToString() ?? "",
            RotateEvery = TimeSpan.FromMinutes(RotateMinutes),
            RotateBytes = RotateSizeMB > 0 ? RotateSizeMB * (1L << 20) : null,
            RetainFor = Limits().Age,
            RetainBytes = Limits().Bytes,
        });
        if (recording.Recorder.TornBytes > 0)
        {
            WriteWarning(FormattableString.Invariant($"The recording before was not closed: its last {recording.Recorder.TornBytes} bytes were incomplete, and were moved to a file beside it. The recording goes on."));
        }

        WriteObject(recording);
        foreach (string failure in Await((onRetry, stop) => RecordingRest.RunAsync(recording, KeyFor(endpoint), _wallets, _markets, onRetry, stop)))
        {
            WriteVerbose(failure);
        }
    }

    private string?[] KeysOf(TopicKeyKind kind) => kind switch
    {
        TopicKeyKind.Market => [.. _markets],
        TopicKeyKind.Address => [.. _accounts],
        _ => [null],
    };

    private KanaRecordingInfo Start(RecorderOptions options)
    {
        try
        {
            return RecordingHost.Start(options, StopToken);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (KanaException e)
        {
            throw Terminate(ErrorRecords.From(e, options.Path));
        }
    }

    private string FolderPath()
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? path
            : throw Terminate(ErrorRecords.From(
                new KanaException(KanaErrorKind.RecordingUnwritable, $"'{Path}' is not in the file system.", "Give a folder of a file system."),
                Path));
    }

    private (TimeSpan? Age, long? Bytes) Limits()
    {
        (TimeSpan? Age, long? Bytes) limits = default;
        foreach (string text in Retain ?? [])
        {
            if (!RetentionLimits.TryRead(text, out TimeSpan? age, out long? bytes))
            {
                throw Terminate(ErrorRecords.Of(
                    KanaErrors.RetentionLimit,
                    text,
                    $"'{text}' is neither an age nor a size.",
                    "Give an age of a minute or more, such as 7d, 12h or 90m, or a size of 1MB or more, such as 20GB."));
            }

            limits = (limits.Age ?? age, limits.Bytes ?? bytes);
        }

        return limits;
    }
}
