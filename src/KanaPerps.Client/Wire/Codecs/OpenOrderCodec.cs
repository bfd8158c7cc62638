namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>open_orders</c>.</summary>
internal sealed class OpenOrderCodec : RowCodec<OpenOrder>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(OpenOrder.Address));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(OpenOrder.LastUpdated));
    private static readonly Field s_leverage = s_fields.Add("leverage", nameof(OpenOrder.Leverage));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(OpenOrder.MarketId));
    private static readonly Field s_orderId = s_fields.Add("order_id", nameof(OpenOrder.OrderId));
    private static readonly Field s_orderType = s_fields.Add("order_type", nameof(OpenOrder.OrderType));
    private static readonly Field s_orderValue = s_fields.Add("order_value", nameof(OpenOrder.OrderValue));
    private static readonly Field s_price = s_fields.Add("price", nameof(OpenOrder.Price));
    private static readonly Field s_remainingSize = s_fields.Add("remaining_size", nameof(OpenOrder.RemainingSize));
    private static readonly Field s_timestamp = s_fields.Add("timestamp", nameof(OpenOrder.Timestamp));
    private static readonly Field s_totalSize = s_fields.Add("total_size", nameof(OpenOrder.TotalSize));
    private static readonly Field s_tradeId = s_fields.Add("trade_id", nameof(OpenOrder.TradeId));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(OpenOrder.TransactionVersion));

    public OpenOrderCodec(string? key)
        : base("open_orders", key, s_fields, s_address)
    {
    }

    protected override OpenOrder Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        return new()
        {
            Address = row.Address(s_address),
            LastUpdated = row.Time(s_lastUpdated),
            Leverage = row.Number(s_leverage),
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            OrderId = row.Text(s_orderId),
            OrderType = row.OrderType(s_orderType),
            OrderValue = row.Number(s_orderValue),
            Price = row.Number(s_price),
            RemainingSize = row.Number(s_remainingSize),
            Timestamp = row.Time(s_timestamp),
            TotalSize = row.Number(s_totalSize),
            TradeId = row.OptionalText(s_tradeId),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
