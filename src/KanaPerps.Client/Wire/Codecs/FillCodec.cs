namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>trade_history</c>.</summary>
internal sealed class FillCodec : RowCodec<Fill>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(Fill.Address));
    private static readonly Field s_fee = s_fields.Add("fee", nameof(Fill.Fee));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(Fill.LastUpdated));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(Fill.MarketId));
    private static readonly Field s_orderType = s_fields.Add("order_type", nameof(Fill.OrderType));
    private static readonly Field s_pnl = s_fields.Add("pnl", nameof(Fill.Pnl));
    private static readonly Field s_price = s_fields.Add("price", nameof(Fill.Price));
    private static readonly Field s_size = s_fields.Add("size", nameof(Fill.Size));
    private static readonly Field s_timestamp = s_fields.Add("timestamp", nameof(Fill.Timestamp));
    private static readonly Field s_tradeId = s_fields.Add("trade_id", nameof(Fill.TradeId));
    private static readonly Field s_leverage = s_fields.Add("leverage", nameof(Fill.Leverage));
    private static readonly Field s_orderValue = s_fields.Add("order_value", nameof(Fill.OrderValue));
    private static readonly Field s_entryPrice = s_fields.Add("entry_price", nameof(Fill.EntryPrice));
    private static readonly Field s_orderId = s_fields.Add("order_id", nameof(Fill.OrderId));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(Fill.TransactionVersion));

    public FillCodec(string? key)
        : base("trade_history", key, s_fields, s_address)
    {
    }

    protected override Fill Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        return new()
        {
            Address = row.Address(s_address),
            Fee = row.Number(s_fee),
            LastUpdated = row.Time(s_lastUpdated),
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            OrderType = row.OrderType(s_orderType),
            Pnl = row.Number(s_pnl),
            Price = row.Number(s_price),
            Size = row.Number(s_size),
            Timestamp = row.Time(s_timestamp),
            TradeId = row.OptionalText(s_tradeId),
            Leverage = row.OptionalNumber(s_leverage),
            OrderValue = row.OptionalNumber(s_orderValue),
            EntryPrice = row.OptionalNumber(s_entryPrice),
            OrderId = row.OptionalText(s_orderId),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
