using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>What cmdlets share that take a topic by its name, with the markets or accounts that it is requested by.</summary>
public abstract class TopicCommand : KanaCommand
{
    private string? _first;

    private protected TopicCommand(StreamMode? mode = null)
        : base(mode)
    {
    }

    /// <summary>The topic: its name on the wire, or the noun of its commands, such as Trade.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The topic: the noun of its commands, such as Trade, or the venue's name, such as recent_trades.")]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [TopicTransformation]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = "";

    /// <summary>The ids of the markets, for a topic that is asked for by market. A topic named alone is asked for without a key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id, HelpMessage = MarketParameterSets.IdHelp)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The market id or profile address of an object from the pipeline that names a topic, such as a connection or a message.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id, HelpMessage = "The market id or profile address of an object from the pipeline, such as a connection.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Key { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MarketParameterSets.Symbol, HelpMessage = MarketParameterSets.SymbolHelp)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>The profile addresses, for a topic that is asked for by account.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Profile, HelpMessage = AccountParameterSets.ProfileHelp)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses, for a topic that is asked for by account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccountParameterSets.Wallet, HelpMessage = AccountParameterSets.WalletHelp)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [Alias("UserAddress", "Wallet")]
    [ArgumentCompleter(typeof(WalletAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? WalletAddress { get; set; }

    /// <summary>The kind of key that the parameters name at this moment. Of a key from the pipeline an address begins with 0x, a market id does not.</summary>
    private protected TopicKeyKind GivenKey =>
        (MarketId ?? (object?)Symbol) is not null ? TopicKeyKind.Market
        : (ProfileAddress ?? WalletAddress) is not null ? TopicKeyKind.Address
        : string.IsNullOrEmpty(Key) ? TopicKeyKind.None
        : Key.TrimStart().StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? TopicKeyKind.Address
        : TopicKeyKind.Market;

    private IEnumerable<string?> Keys(KanaEndpoint endpoint) => GivenKey switch
    {
        TopicKeyKind.Market => new MarketSelection(this, MarketId, Symbol ?? [Key!]).Keys(endpoint),
        TopicKeyKind.Address => new AccountSelection(this, ProfileAddress ?? (WalletAddress is null ? [Key!] : null), WalletAddress).Profiles(endpoint),
        _ => new string?[] { null },
    };

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        if (_first is null)
        {
            _first = Topic;
            Begin();
        }

        if (Topic != _first)
        {
            WriteError(ErrorRecords.Of(
                KanaErrors.OneTopicOnly,
                Topic,
                $"The topic {Topic} was skipped: this command takes one topic, and has started with {_first}.",
                KanaErrors.OneTopicOnly.Remedy));
            return;
        }

        Add(endpoint, Keys(endpoint));
    }

    /// <summary>Decides what the topic is. Called with the first input, whose topic and kind of key count for all.</summary>
    private protected abstract void Begin();

    /// <summary>Adds what an input asks for. A topic of the whole venue takes markets too: it is one feed, and only their rows are delivered.</summary>
    private protected abstract void Add(KanaEndpoint endpoint, IEnumerable<string?> keys);
}
