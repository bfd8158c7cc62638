namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>positions</c>, and of REST's getPositions, which names the side differently.</summary>
internal sealed class PositionCodec : RowCodec<Position>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(Position.Address));
    private static readonly Field s_entryPrice = s_fields.Add("entry_price", nameof(Position.EntryPrice));
    private static readonly Field s_isLong = s_fields.Add("is_long", nameof(Position.Side), alias: "trade_side");
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(Position.LastUpdated));
    private static readonly Field s_leverage = s_fields.Add("leverage", nameof(Position.Leverage));
    private static readonly Field s_liquidationPrice = s_fields.Add("liq_price", nameof(Position.LiquidationPrice));
    private static readonly Field s_margin = s_fields.Add("margin", nameof(Position.Margin));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(Position.MarketId));
    private static readonly Field s_size = s_fields.Add("size", nameof(Position.Size));
    private static readonly Field s_stopLoss = s_fields.Add("sl", nameof(Position.StopLoss));
    private static readonly Field s_takeProfit = s_fields.Add("tp", nameof(Position.TakeProfit));
    private static readonly Field s_tradeId = s_fields.Add("trade_id", nameof(Position.TradeId));
    private static readonly Field s_value = s_fields.Add("value", nameof(Position.Value));
    private static readonly Field s_availableOrderSize = s_fields.Add("available_order_size", nameof(Position.AvailableOrderSize));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(Position.TransactionVersion));

    public PositionCodec(string? key)
        : base("positions", key, s_fields, s_address)
    {
    }

    protected override Position Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        return new()
        {
            Address = row.Address(s_address),
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            Side = row.Flag(s_isLong) ? PositionSide.Long : PositionSide.Short,
            Size = row.Number(s_size),
            EntryPrice = row.Number(s_entryPrice),
            LiquidationPrice = row.Number(s_liquidationPrice),
            Value = row.Number(s_value),
            Margin = row.Number(s_margin),
            Leverage = row.Number(s_leverage),
            TakeProfit = row.PriceOrUnset(s_takeProfit),
            StopLoss = row.PriceOrUnset(s_stopLoss),
            AvailableOrderSize = row.OptionalNumber(s_availableOrderSize),
            TradeId = row.OptionalText(s_tradeId),
            LastUpdated = row.Time(s_lastUpdated),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
