using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches any topic by its name, its messages as text.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaTopic", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(TopicMessage))]
public sealed class WatchKanaTopicCommand : TopicCommand
{
    private readonly CommandStream<TopicMessage> _stream;
    private RawTopic? _topic;

    /// <summary>Makes the command.</summary>
    public WatchKanaTopicCommand()
        : base(StreamMode.Watch)
    {
        _stream = new CommandStream<TopicMessage>(this);
    }

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

    private protected override void Begin()
    {
        _topic = new RawTopic(Topic, GivenKey);
        if (TopicAdvice.Of(Topic, GivenKey) is { } advice)
        {
            WriteWarning(advice);
        }
    }

    private protected override void Add(KanaEndpoint endpoint, IEnumerable<string?> keys) => _stream.Add(endpoint, keys);

    private bool Write(FeedKey feed, TopicMessage message)
    {
        WriteObject(message);
        return true;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_topic is not null)
        {
            _stream.Run(_topic, new(), MaxEvents, Write);
        }
    }
}
