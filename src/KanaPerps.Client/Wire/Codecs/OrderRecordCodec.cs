namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>order_history</c>.</summary>
internal sealed class OrderRecordCodec : RowCodec<OrderRecord>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(OrderRecord.Address));
    private static readonly Field s_isMarketOrder = s_fields.Add("is_market_order", nameof(OrderRecord.IsMarketOrder));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(OrderRecord.LastUpdated));
    private static readonly Field s_leverage = s_fields.Add("leverage", nameof(OrderRecord.Leverage));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(OrderRecord.MarketId));
    private static readonly Field s_orderId = s_fields.Add("order_id", nameof(OrderRecord.OrderId));
    private static readonly Field s_orderType = s_fields.Add("order_type", nameof(OrderRecord.OrderType));
    private static readonly Field s_orderValue = s_fields.Add("order_value", nameof(OrderRecord.OrderValue));
    private static readonly Field s_price = s_fields.Add("price", nameof(OrderRecord.Price));
    private static readonly Field s_size = s_fields.Add("size", nameof(OrderRecord.Size));
    private static readonly Field s_status = s_fields.Add("status", nameof(OrderRecord.Status));
    private static readonly Field s_timestamp = s_fields.Add("timestamp", nameof(OrderRecord.Timestamp));
    private static readonly Field s_tradeId = s_fields.Add("trade_id", nameof(OrderRecord.TradeId));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(OrderRecord.TransactionVersion));

    public OrderRecordCodec(string? key)
        : base("order_history", key, s_fields, s_address)
    {
    }

    protected override OrderRecord Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        return new()
        {
            Address = row.Address(s_address),
            IsMarketOrder = row.OptionalFlag(s_isMarketOrder),
            LastUpdated = row.Time(s_lastUpdated),
            Leverage = row.Number(s_leverage),
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            OrderId = row.Text(s_orderId),
            OrderType = row.OrderType(s_orderType),
            OrderValue = row.Number(s_orderValue),
            Price = row.Number(s_price),
            Size = row.Number(s_size),
            Status = row.Text(s_status),
            Timestamp = row.Time(s_timestamp),
            TradeId = row.OptionalText(s_tradeId),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
