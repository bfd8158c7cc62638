using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>The tables of an export: one a topic, made when the first of its feeds is met, and one of gaps.</summary>
internal sealed class ExportTables
{
    /// <summary>The name of the table of gaps.</summary>
    public const string Gaps = "gaps";

    private readonly ExportOptions _options;
    private readonly ExportTable _gaps;
    private readonly SortedDictionary<string, ExportTable> _tables = new(StringComparer.Ordinal);

    public ExportTables(ExportOptions options)
    {
        _options = options;
        _gaps = new ExportTable<GapRow, GapRow>(Gaps, options, row => [row]);
        _tables.Add("", _gaps);
    }

    /// <summary>All tables: gaps first, then by the topic's name.</summary>
    public IReadOnlyCollection<ExportTable> All => _tables.Values;

    /// <summary>The objects of something recorded, with their table.</summary>
    /// <param name="recorded">What was recorded.</param>
    /// <returns>The table and the objects, possibly none.</returns>
    public (ExportTable Table, IReadOnlyList<object> Items) Find(RecordingEvent recorded) => recorded switch
    {
        { Damage: { } damage } => (_gaps, RowOf(GapRow.Of(damage, _options.Part))),
        { Notice: { } notice } => (_gaps, RowOf(GapRow.Of(notice))),
        { Feed: { } feed } => (TableOf(feed.Topic), recorded.Items),
        _ => (_gaps, []),
    };

    private static IReadOnlyList<object> RowOf(GapRow? row) => row is null ? [] : [row];

    private ExportTable TableOf(string topic)
    {
        if (!_tables.TryGetValue(topic, out ExportTable? table))
        {
            table = (KanaTopics.Find(topic) ?? new RawTopic(topic, TopicKeyKind.None)).Accept(new Factory(_options));
            _tables.Add(topic, table);
        }

        return table;
    }

    private sealed class Factory(ExportOptions options) : ITopicVisitor<ExportTable>
    {
        public ExportTable Visit<T>(Topic<T> topic) => topic switch
        {
            Topic<OrderBook> when options.OrderBookAs == OrderBookExport.Levels =>
                new ExportTable<OrderBook, BookRow>($"{topic.Name}_levels", options, book => book.GetLevels()),
            Topic<OrderBook> => new ExportTable<OrderBook, OrderBook>($"{topic.Name}_top", options, book => [book]),
            RawTopic => new ExportTable<TopicMessage, TopicMessage>(FileNameOf(topic.Name), options, message => [message]),
            _ => new ExportTable<T, T>(topic.Name, options, row => [row]),
        };

        // The name of a topic that has no model may be anything. The underscore keeps it apart from the tables above.
        private static string FileNameOf(string topic) =>
            Uri.EscapeDataString(topic) is var name && name.Trim('.').Length > 0 && name != Gaps && !name.StartsWith($"{KanaTopics.OrderBook.Name}_", StringComparison.Ordinal) ? name : $"_{name}";
    }
}
