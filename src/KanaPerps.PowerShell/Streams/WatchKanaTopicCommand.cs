using System.Management.Automation;
using System.Security;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches any topic by its name, its messages as text.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaTopic", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(TopicMessage))]
public sealed class WatchKanaTopicCommand : StreamCommand<TopicMessage>
{
    // What is bound is known while an input is at hand, and forgotten when the stream begins.
    private string? _topic;
    private TopicKeyKind _keyKind;
    private bool _isAdvised;

    /// <summary>The topic: its name on the wire, or the noun of its commands, such as Trade.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [TopicTransformation]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = "";

    /// <summary>The ids of the markets, for a topic that is asked for by market. A topic named alone is asked for without a key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The market id or profile address of an object from the pipeline that names a topic, such as a connection or a message.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Key { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MarketParameterSets.Symbol)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>The profile addresses, for a topic that is asked for by account.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Profile)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses, for a topic that is asked for by account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccountParameterSets.Wallet)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [Alias("UserAddress", "Wallet")]
    [ArgumentCompleter(typeof(WalletAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? WalletAddress { get; set; }

    /// <summary>The venue's API key for the look-up of a wallet; by default the environment variable KANA_API_KEY.</summary>
    [Parameter(ParameterSetName = AccountParameterSets.Wallet)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public SecureString? ApiKey { get; set; }

    private protected override Topic<TopicMessage> StreamTopic => new RawTopic(_topic!, _keyKind);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _topic ??= Topic;
        if (Topic != _topic)
        {
            WriteError(TopicTarget.OneTopicOnly(Topic, _topic));
            return;
        }

        _keyKind = TopicTarget.KindOf(MarketId ?? (object?)Symbol, ProfileAddress ?? WalletAddress, Key);
        if (!_isAdvised && TopicAdvice.Of(Topic, _keyKind) is { } advice)
        {
            _isAdvised = true;
            WriteWarning(advice);
        }

        if (_keyKind == TopicKeyKind.None)
        {
            AddTarget(endpoint, null);
            return;
        }

        IEnumerable<string> keys = _keyKind == TopicKeyKind.Market
            ? MarketSelection.Resolve(MarketId, Symbol ?? [Key!], endpoint.Network, WriteError).Select(MarketIds.Text)
            : AccountSelection.Resolve(this, endpoint.Name, ProfileAddress ?? (WalletAddress is null ? [Key!] : null), WalletAddress, wallet => LookUpProfile(endpoint, wallet, ApiKey));
        foreach (string key in keys)
        {
            AddTarget(endpoint, key);
        }
    }
}
