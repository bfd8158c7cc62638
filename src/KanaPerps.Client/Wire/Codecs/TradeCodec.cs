namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>recent_trades</c>.</summary>
internal sealed class TradeCodec : RowCodec<Trade>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(Trade.Address));
    private static readonly Field s_entryPrice = s_fields.Add("entry_price", nameof(Trade.EntryPrice));
    private static readonly Field s_fee = s_fields.Add("fee", nameof(Trade.Fee));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(Trade.LastUpdated));
    private static readonly Field s_leverage = s_fields.Add("leverage", nameof(Trade.Leverage));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(Trade.MarketId));
    private static readonly Field s_orderId = s_fields.Add("order_id", nameof(Trade.OrderId));
    private static readonly Field s_orderType = s_fields.Add("order_type", nameof(Trade.OrderType));
    private static readonly Field s_orderValue = s_fields.Add("order_value", nameof(Trade.OrderValue));
    private static readonly Field s_pnl = s_fields.Add("pnl", nameof(Trade.Pnl));
    private static readonly Field s_price = s_fields.Add("price", nameof(Trade.Price));
    private static readonly Field s_size = s_fields.Add("size", nameof(Trade.Size));
    private static readonly Field s_timestamp = s_fields.Add("timestamp", nameof(Trade.Timestamp));
    private static readonly Field s_tradeId = s_fields.Add("trade_id", nameof(Trade.TradeId));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(Trade.TransactionVersion));

    public TradeCodec(string? key)
        : base("recent_trades", key, s_fields, s_marketId)
    {
    }

    protected override Trade Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        return new()
        {
            Address = row.Address(s_address),
            EntryPrice = row.OptionalNumber(s_entryPrice),
            Fee = row.Number(s_fee),
            LastUpdated = row.Time(s_lastUpdated),
            Leverage = row.Number(s_leverage),
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            OrderId = row.OptionalText(s_orderId),
            OrderType = row.OrderType(s_orderType),
            OrderValue = row.Number(s_orderValue),
            Pnl = row.Number(s_pnl),
            Price = row.Number(s_price),
            Size = row.Number(s_size),
            Timestamp = row.Time(s_timestamp),
            TradeId = row.OptionalText(s_tradeId),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
