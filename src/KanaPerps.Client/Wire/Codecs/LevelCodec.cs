namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>orderbook</c>, one per price level.</summary>
internal sealed class LevelCodec : RowCodec<WireLevel>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_isAsk = s_fields.Add("is_ask", nameof(WireLevel.IsAsk));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(BookLevel.LastUpdated));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(WireLevel.MarketId));
    private static readonly Field s_price = s_fields.Add("price", nameof(BookLevel.Price));
    private static readonly Field s_size = s_fields.Add("size", nameof(BookLevel.Size));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(BookLevel.TransactionVersion));

    public LevelCodec(string? key)
        : base("orderbook", key, s_fields)
    {
    }

    protected override WireLevel Build(ref RowReader row) => new(
        row.Flag(s_isAsk),
        row.OptionalText(s_marketId),
        new BookLevel(row.Number(s_price), row.Number(s_size), row.Time(s_lastUpdated), row.Version(s_transactionVersion)),
        row.InexactFields);

    protected override string? KeyOf(WireLevel row) => row.MarketId;
}
