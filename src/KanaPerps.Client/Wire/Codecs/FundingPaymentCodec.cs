namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of REST's getFundingHistory. Nothing is documented about them, so every likely name is tried and nothing is required.</summary>
internal sealed class FundingPaymentCodec : RowCodec<FundingPayment>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_address = s_fields.Add("address", nameof(FundingPayment.Address));
    private static readonly Field s_amount = s_fields.Add("funding_amount", nameof(FundingPayment.Amount), alias: "amount");
    private static readonly Field s_fee = s_fields.Add("funding_fee", nameof(FundingPayment.Amount), alias: "funding_payment");
    private static readonly Field s_isLong = s_fields.Add("is_long", nameof(FundingPayment.Side), alias: "trade_side");
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(FundingPayment.LastUpdated));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(FundingPayment.MarketId));
    private static readonly Field s_rate = s_fields.Add("funding_rate", nameof(FundingPayment.Rate), alias: "rate");
    private static readonly Field s_size = s_fields.Add("size", nameof(FundingPayment.Size), alias: "position_size");
    private static readonly Field s_timestamp = s_fields.Add("timestamp", nameof(FundingPayment.Timestamp), alias: "funding_timestamp");
    private static readonly Field s_tradeId = s_fields.Add("trade_id", nameof(FundingPayment.TradeId));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(FundingPayment.TransactionVersion));

    // A REST envelope's message is a sentence for people, so there is no topic to compare it with.
    public FundingPaymentCodec()
        : base(topic: null, key: null, s_fields, keyField: null)
    {
    }

    protected override FundingPayment Build(in RowReader row)
    {
        long? marketId = row.OptionalMarketId(s_marketId);
        return new()
        {
            Timestamp = row.Time(s_timestamp),
            Symbol = MarketTable.SymbolOf(marketId),
            MarketId = marketId,
            Side = row.OptionalFlag(s_isLong) is { } isLong ? isLong ? PositionSide.Long : PositionSide.Short : null,
            Amount = row.OptionalNumber(s_amount) ?? row.OptionalNumber(s_fee),
            Rate = row.OptionalNumber(s_rate),
            Size = row.OptionalNumber(s_size),
            TradeId = row.OptionalText(s_tradeId),
            Address = row.Address(s_address),
            LastUpdated = row.Time(s_lastUpdated),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
