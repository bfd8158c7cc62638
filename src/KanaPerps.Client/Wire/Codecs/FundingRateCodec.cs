namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of topic <c>live_funding_rate</c>.</summary>
internal sealed class FundingRateCodec : RowCodec<FundingRate>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_rate = s_fields.Add("funding_rate", nameof(FundingRate.Rate));
    private static readonly Field s_fundingTimestamp = s_fields.Add("funding_timestamp", nameof(FundingRate.FundingTimestamp));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(FundingRate.LastUpdated));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(FundingRate.MarketId));
    private static readonly Field s_transactionTimestamp = s_fields.Add("transaction_timestamp", nameof(FundingRate.TransactionTimestamp));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(FundingRate.TransactionVersion));

    public FundingRateCodec(string? key)
        : base("live_funding_rate", key, s_fields, keyField: null)
    {
    }

    protected override FundingRate Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        return new()
        {
            Rate = row.Number(s_rate),
            FundingTimestamp = row.Time(s_fundingTimestamp),
            LastUpdated = row.Time(s_lastUpdated),
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            TransactionTimestamp = row.Time(s_transactionTimestamp),
            TransactionVersion = row.Version(s_transactionVersion),
        };
    }
}
