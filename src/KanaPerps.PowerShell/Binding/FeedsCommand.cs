using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that take feeds of several topics, by market and by account.</summary>
public abstract class FeedsCommand : KanaCommand
{
    private readonly List<string> _markets = [];
    private readonly List<string> _accounts = [];
    private readonly List<string> _wallets = [];
    private IReadOnlyList<Topic>? _topics;
    private KanaEndpoint? _endpoint;

    private protected FeedsCommand()
    {
    }

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

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;

    /// <summary>The ids of the markets.</summary>
    private protected IReadOnlyList<string> ChosenMarkets => _markets;

    /// <summary>The wallets, as they were written.</summary>
    private protected IReadOnlyList<string> ChosenWallets => _wallets;

    private bool HasMarkets => MarketId is not null || Symbol is not null;

    private bool HasAccounts => ProfileAddress is not null || WalletAddress is not null;

    /// <summary>Takes markets and accounts.</summary>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        if ((_endpoint ??= endpoint) != endpoint)
        {
            throw MixedNetworks(_endpoint, endpoint);
        }

        try
        {
            _topics ??= FeedTopics.Find(Topic.Select(TopicNames.OnWire), HasMarkets, HasAccounts, WriteWarning);
        }
        catch (FeedTopicException e)
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

    /// <summary>Ends the command, because the input is of two networks.</summary>
    private protected abstract Exception MixedNetworks(KanaEndpoint first, KanaEndpoint second);

    /// <summary>The feeds that were asked for, when all input has come.</summary>
    /// <param name="endpoint">Their deployment.</param>
    /// <returns>The feeds; null where an error has said why the markets or accounts of a topic do not exist: half of it is not what was asked for.</returns>
    private protected IReadOnlyList<(Topic Topic, string? Key)>? ChosenFeeds(out KanaEndpoint endpoint)
    {
        endpoint = _endpoint!;
        if (_topics is null || _topics.Any(t => KeysOf(t.KeyKind).Length == 0))
        {
            return null;
        }

        return [.. _topics.SelectMany(t => KeysOf(t.KeyKind).Select(k => (t, k)))];
    }

    /// <summary>Starts what goes on with the feeds in the background.</summary>
    /// <param name="start">Starts it, until the pipeline is being stopped.</param>
    /// <param name="target">What an error is about.</param>
    private protected T Start<T>(Func<CancellationToken, T> start, object target)
    {
        try
        {
            return start(StopToken);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (KanaException e)
        {
            throw Terminate(ErrorRecords.From(e, target));
        }
    }

    private string?[] KeysOf(TopicKeyKind kind) => kind switch
    {
        TopicKeyKind.Market => [.. _markets],
        TopicKeyKind.Address => [.. _accounts],
        _ => [null],
    };
}
