using System.Management.Automation;
using System.Security;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Subscribes to a topic through the session's events.</summary>
[Cmdlet(VerbsLifecycle.Register, "KanaEvent", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(PSEventJob))]
public sealed class RegisterKanaEventCommand : KanaCommand
{
    // The engine takes no source of ours for these.
    private static readonly HashSet<string> s_engineEvents = new(StringComparer.OrdinalIgnoreCase)
    {
        PSEngineEvent.Exiting,
        PSEngineEvent.OnIdle,
        "PowerShell.OnScriptBlockInvoke",
        PSEngineEvent.WorkflowJobStartEvent,
    };

    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private readonly AccountWallets _wallets = new();
    private Topic? _topic;

    /// <summary>The topic: its name on the wire, or the noun of its commands, such as Trade.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [TopicTransformation]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = "";

    /// <summary>The name of the events and of the job; a GUID by default.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string SourceIdentifier { get; set; } = Guid.NewGuid().ToString();

    /// <summary>What to run for each event. Without it the events wait in the session's queue, for Get-Event and Wait-Event.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNull]
    public ScriptBlock? Action { get; set; }

    /// <summary>The ids of the markets.</summary>
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

    /// <summary>The profile addresses.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Profile)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses; each profile address is looked up once and remembered.</summary>
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

    /// <summary>Leaves out the rows that were there before, of topics that send history.</summary>
    [Parameter]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>Makes events of all rows of each message instead of those that changed, of topics that send their whole state.</summary>
    [Parameter]
    public SwitchParameter EveryMessage { get; set; }

    /// <summary>Anything that the action needs: it finds it in $Event.MessageData.</summary>
    [Parameter]
    public PSObject? MessageData { get; set; }

    /// <summary>Ends the subscription after this many events.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTriggerCount { get; set; }

    /// <summary>Hides the subscription from Get-EventSubscriber and writes no job: for scripts that build upon it.</summary>
    [Parameter]
    public SwitchParameter SupportEvent { get; set; }

    private TopicKeyKind GivenKey => TopicTarget.KindOf(MarketId ?? (object?)Symbol, ProfileAddress ?? WalletAddress, Key);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (s_engineEvents.Contains(SourceIdentifier))
        {
            throw Terminate(ErrorRecords.Of(
                KanaErrors.ReservedName,
                SourceIdentifier,
                $"'{SourceIdentifier}' is reserved for an event of PowerShell itself.",
                KanaErrors.ReservedName.Remedy));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _topic ??= FindTopic();
        if (Topic != _topic.Name)
        {
            WriteError(TopicTarget.OneTopicOnly(Topic, _topic.Name));
            return;
        }

        string[] keys = GivenKey switch
        {
            TopicKeyKind.Market => [.. MarketSelection.Resolve(MarketId, Symbol ?? [Key!], endpoint.Network, WriteError).Select(MarketIds.Text)],
            TopicKeyKind.Address => [.. AccountSelection.Resolve(this, endpoint.Name, ProfileAddress ?? (WalletAddress is null ? [Key!] : null), WalletAddress, wallet => LookUpProfile(endpoint, wallet, ApiKey, time: null))],
            _ => [],
        };
        if (GivenKey == TopicKeyKind.Address)
        {
            Array.ForEach(keys, k => _wallets.Add(endpoint, k));
        }

        // A topic of the whole venue takes markets too: it is one feed, and only their rows are delivered.
        _targets.AddRange(GivenKey == TopicKeyKind.None ? [(endpoint, null)] : keys.Select(k => (endpoint, (string?)k)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0 || _topic is null)
        {
            return;
        }

        if (Events.GetEventSubscribers(SourceIdentifier).Any())
        {
            throw Terminate(ErrorRecords.Of(
                KanaErrors.SubscriberExists,
                SourceIdentifier,
                $"An event subscriber named '{SourceIdentifier}' already exists.",
                "Choose another name, or remove the other one with Unregister-Event."));
        }

        KanaEventSource source = new(_topic.Name, _topic.KeyKind == TopicKeyKind.None ? [] : [.. _targets.Select(t => t.Key!)]);
        PSEventSubscriber subscriber = Events.SubscribeEvent(
            source,
            nameof(KanaEventSource.Received),
            SourceIdentifier,
            MessageData,
            Action,
            SupportEvent,
            forwardEvent: false,
            MaxTriggerCount);
        _topic.Accept(new PumpFactory(this, subscriber)).Start(source);
        if (subscriber.Action is { } job && !SupportEvent)
        {
            WriteObject(job);
        }
    }

    private Topic FindTopic()
    {
        Topic? known = KanaTopics.Find(Topic);
        bool mayChooseMarkets = known?.KeyKind == TopicKeyKind.None && GivenKey == TopicKeyKind.Market;
        if (known is not null && known.KeyKind != GivenKey && !mayChooseMarkets)
        {
            throw Terminate(ErrorRecords.Of(
                KanaErrors.TopicKey,
                Topic,
                $"The topic {Topic} is requested {TopicAdvice.HowToName(known.KeyKind)}.",
                known.KeyKind == TopicKeyKind.None ? "Leave the account out." : "Name at least one."));
        }

        if (known is null && TopicAdvice.Of(Topic, GivenKey) is { } advice)
        {
            WriteWarning(advice);
        }

        return known ?? new RawTopic(Topic, GivenKey);
    }

    // The type of the rows follows from the topic.
    private sealed class PumpFactory(RegisterKanaEventCommand command, PSEventSubscriber subscriber) : ITopicVisitor<EventPump>
    {
        public EventPump Visit<T>(Topic<T> topic)
        {
            SubscriptionOptions options = new() { NewOnly = command.NewOnly, EveryMessage = command.EveryMessage };
            return new EventPump<T>(command.Events, subscriber, command.MessageData, KanaSession.Connections.Subscribe(topic, command._targets, options), command._wallets);
        }
    }
}
