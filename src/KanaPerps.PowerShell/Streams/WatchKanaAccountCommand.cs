using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches everything that happens to accounts, in one stream.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaAccount", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(AccountEvent))]
public sealed class WatchKanaAccountCommand : AccountCommand
{
    private readonly List<(KanaEndpoint Endpoint, string? Profile)> _targets = [];
    private readonly AccountWallets _wallets = new();

    /// <summary>Makes the command.</summary>
    public WatchKanaAccountCommand()
        : base(StreamMode.Watch)
    {
    }

    /// <summary>Leaves out the rows of histories that were there before.</summary>
    [Parameter(HelpMessage = "Leaves out the fills, orders and transfers that existed before the command started.")]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>Ends after this many objects.</summary>
    [Parameter(HelpMessage = StreamHelp.MaxEvents)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long MaxEvents { get; set; } = long.MaxValue;

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (string profile in Accounts.Profiles(endpoint))
        {
            _wallets.Add(endpoint, profile);
            _targets.Add((endpoint, profile));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0 || PipelineStream.Enter(this, "account", MaxEvents) is not { } stream)
        {
            return;
        }

        stream.Noticed = notice =>
        {
            if (notice.IsWarning)
            {
                stream.WriteObject(Make(notice.Feed, notice.At, "Notice") with { Notice = notice });
            }
        };
        foreach (Topic topic in KanaTopics.All.Where(t => t.KeyKind == TopicKeyKind.Address))
        {
            topic.Accept(new Subscriber(this, stream));
        }

        stream.Run();
    }

    // A row that is gone still carries the time of the list that had it last.
    private static DateTimeOffset TimeOf(VenueRow row) => row is StateRow { Change: RowChange.Closed } ? KanaSession.Time.GetUtcNow() : row.ReceivedAt;

    private AccountEvent Make(FeedKey feed, DateTimeOffset receivedAt, string kind) => new()
    {
        ReceivedAt = receivedAt,
        Kind = kind,
        Address = feed.Key,
        Wallet = _wallets.Of(feed),
        Network = feed.Endpoint.Name,
    };

    /// <summary>Subscribes to a topic of all accounts.</summary>
    private sealed class Subscriber(WatchKanaAccountCommand command, PipelineStream stream) : ITopicVisitor<bool>
    {
        public bool Visit<T>(Topic<T> topic)
        {
            stream.Add(topic, command._targets, new SubscriptionOptions { NewOnly = command.NewOnly }, (feed, item) =>
            {
                VenueRow row = (VenueRow)(object)OrderOutcome.Complete(feed, command._wallets.Name(feed, item))!;
                command.WriteObject(command.Make(feed, TimeOf(row), typeof(T).Name) with { MarketId = topic.MarketOf?.Invoke(item), Row = row });
                return true;
            });
            return true;
        }
    }
}
