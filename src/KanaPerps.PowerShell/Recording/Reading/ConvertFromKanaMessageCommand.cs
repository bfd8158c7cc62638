using System.Management.Automation;
using System.Text;
using KanaPerps.Recording;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.PowerShell;

/// <summary>Makes objects of the text of messages.</summary>
[Cmdlet(VerbsData.ConvertFrom, "KanaMessage")]
[OutputType(typeof(OrderBook), typeof(Trade), typeof(Position), typeof(OpenOrder), typeof(Fill), typeof(OrderRecord), typeof(FundingRate), typeof(Transfer))]
public sealed class ConvertFromKanaMessageCommand : ModuleCommand
{
    private readonly Dictionary<(string Topic, string? Key, string Network), MessageConverter> _converters = [];

    /// <summary>The text of a message.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The text of a message, as Watch-KanaTopic writes it.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>The topic: the noun of its commands, such as Trade, or its name on the wire. By default what the message names itself.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The topic, such as OrderBook or Trade; by default the one that the message names.")]
    [ArgumentCompleter(typeof(TopicCompleter))]
    [TopicTransformation]
    [AllowNull]
    [AllowEmptyString]
    public string? Topic { get; set; }

    /// <summary>The market id or profile address that the message was sent for: rows of another one are an error. By default all rows are taken.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The market id or profile address that the message was sent for.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Key { get; set; }

    /// <summary>The network that the message came from, for the property of that name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The network that the message came from.")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Network { get; set; }

    /// <summary>When the message was received; by default now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "When the message was received; by default now.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(Text);
        string? name = string.IsNullOrEmpty(Topic) ? MessageConverter.TopicOf(utf8) : Topic;
        if (name is null || KanaTopics.Find(name) is not { } topic)
        {
            WriteError(NoModel(name));
            return;
        }

        ErrorRecord? error = null;
        MessageConverter? converter = null;
        string? key = null;
        try
        {
            key = KeyOf(topic, utf8);
            converter = ConverterOf(topic, key);
        }
        catch (Exception e) when (e is KanaException or ArgumentException)
        {
            error = Invalid($"'{VenueText.Shorten(Key!)}' is not a key of the topic {topic.Name}.");
        }

        if (error is not null)
        {
            WriteError(error);
            return;
        }

        IReadOnlyList<object> rows = converter!.Convert(utf8, (ReceivedAt ?? KanaSession.Time.GetUtcNow()).ToUniversalTime(), out IReadOnlyList<WireProblem> problems);
        if (topic == KanaTopics.OrderBook && key is null && rows.Count > 0)
        {
            WriteError(Invalid("The message names no market, so it can't be told whose book it is."));
            return;
        }

        WriteObject(rows, enumerateCollection: true);
        foreach (WireProblem problem in problems)
        {
            WriteError(Invalid(Describe(topic, problem)));
        }
    }

    // A topic of the whole venue has no key, whatever the object names. A book is of one market: that of its levels.
    private string? KeyOf(Topic topic, byte[] utf8) =>
        !string.IsNullOrEmpty(Key) ? topic.NormalizeKey(Key)
        : topic == KanaTopics.OrderBook ? MessageConverter.MarketOf(utf8)
        : null;

    private MessageConverter ConverterOf(Topic topic, string? key)
    {
        (string, string?, string) which = (topic.Name, key, Network ?? "");
        if (!_converters.TryGetValue(which, out MessageConverter? converter))
        {
            _converters.Add(which, converter = MessageConverter.Of(topic, key, Network ?? ""));
        }

        return converter;
    }

    private ErrorRecord NoModel(string? name) => name is null
        ? ErrorRecords.Of(KanaErrors.NoModel, VenueText.Shorten(Text), "The message does not name its topic.", "Give the topic with -Topic.")
        : ErrorRecords.Of(KanaErrors.NoModel, name, $"The topic '{VenueText.Shorten(name)}' has no objects of its own.", $"Topics with objects: {string.Join(", ", KanaTopics.All.Select(t => t.Noun).Order(StringComparer.Ordinal))}.");

    private ErrorRecord Invalid(string message) => ErrorRecords.Of(KanaErrors.InvalidMessage, VenueText.Shorten(Text), message, KanaErrors.InvalidMessage.Remedy);

    private static string Describe(Topic topic, WireProblem problem) => problem.Reason is BadMessageReason.BadRow or BadMessageReason.ForeignRow
        ? FormattableString.Invariant($"{(problem.Count == 1 ? "A row" : $"{problem.Count} rows")} of the message of {topic.Name} could not be used: {problem.Detail}. It begins: {problem.Excerpt}")
        : $"The text is not a message of {topic.Name}: {problem.Detail}. It begins: {problem.Excerpt}";
}
