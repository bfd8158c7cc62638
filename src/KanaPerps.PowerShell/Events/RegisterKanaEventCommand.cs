using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Subscribes to a topic through the session's events.</summary>
[Cmdlet(VerbsLifecycle.Register, "KanaEvent", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(PSEventJob))]
public sealed class RegisterKanaEventCommand : TopicCommand
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

    /// <summary>The name of the events and of the job; a GUID by default.</summary>
    [Parameter(Position = 1, HelpMessage = "The name of the events, of the subscriber and of the job; a GUID by default.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string SourceIdentifier { get; set; } = Guid.NewGuid().ToString();

    /// <summary>What to run for each event. Without it the events wait in the session's queue, for Get-Event and Wait-Event.</summary>
    [Parameter(Position = 2, HelpMessage = "What to run for each event.")]
    [ValidateNotNull]
    public ScriptBlock? Action { get; set; }

    /// <summary>Leaves out the rows that were there before, of topics that send history.</summary>
    [Parameter(HelpMessage = StreamHelp.NewOnly)]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>Makes events of all rows of each message instead of those that changed, of topics that send their whole state.</summary>
    [Parameter(HelpMessage = "Makes events of all rows of each message, not only those that changed.")]
    public SwitchParameter EveryMessage { get; set; }

    /// <summary>Anything that the action needs: it finds it in $Event.MessageData.</summary>
    [Parameter(HelpMessage = "Data for the action, which finds it in $Event.MessageData.")]
    public PSObject? MessageData { get; set; }

    /// <summary>Ends the subscription after this many events.</summary>
    [Parameter(HelpMessage = "Ends the subscription after this many events, notices included.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTriggerCount { get; set; }

    /// <summary>Hides the subscription from Get-EventSubscriber and writes no job: for scripts that build upon it.</summary>
    [Parameter(HelpMessage = "Hides the subscription from Get-EventSubscriber without -Force, and writes no job.")]
    public SwitchParameter SupportEvent { get; set; }

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;

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

    private protected override void Begin() => _topic = FindTopic();

    private protected override void Add(KanaEndpoint endpoint, IEnumerable<string?> keys)
    {
        foreach (string? key in keys)
        {
            _targets.Add((endpoint, key));
            if (GivenKey == TopicKeyKind.Address)
            {
                _wallets.Add(endpoint, key!);
            }
        }
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
        _topic.Accept(new PumpFactory(this, subscriber)).Start(source, CommandDeadline);
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
            SubscriptionOptions options = new() { NewOnly = command.NewOnly, EveryMessage = command.EveryMessage, Redundancy = command.ConnectionsPerFeed };
            return new EventPump<T>(command.Events, subscriber, command.MessageData, KanaSession.Connections.Subscribe(topic, command._targets, options), command._wallets);
        }
    }
}
