namespace KanaPerps.Wire.Codecs;

/// <summary>Rows of REST's getMarketInfo and allMarkets.</summary>
internal sealed class MarketCodec : RowCodec<Market>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_baseDecimals = s_fields.Add("base_decimals", nameof(Market.BaseDecimals));
    private static readonly Field s_baseName = s_fields.Add("base_name", nameof(Market.BaseName));
    private static readonly Field s_lotSize = s_fields.Add("lot_size", nameof(Market.RawLotSize));
    private static readonly Field s_maintenanceMargin = s_fields.Add("maintenance_margin", nameof(Market.MaintenanceMargin));
    private static readonly Field s_marketAddress = s_fields.Add("market_address", nameof(Market.MarketAddress));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(Market.MarketId));
    private static readonly Field s_maxLeverage = s_fields.Add("max_leverage", nameof(Market.MaxLeverage));
    private static readonly Field s_maxLots = s_fields.Add("max_lots", nameof(Market.MaxLots));
    private static readonly Field s_minLots = s_fields.Add("min_lots", nameof(Market.MinLots));
    private static readonly Field s_quoteDecimals = s_fields.Add("quote_decimals", nameof(Market.QuoteDecimals));
    private static readonly Field s_quotePrecision = s_fields.Add("quote_precision", nameof(Market.PriceDecimals));
    private static readonly Field s_tickSize = s_fields.Add("tick_size", nameof(Market.RawTickSize));

    // A REST envelope's message is a sentence for people, so there is no topic to compare it with.
    public MarketCodec()
        : base(topic: null, key: null, s_fields, keyField: null)
    {
    }

    protected override Market Build(in RowReader row)
    {
        long marketId = row.MarketId(s_marketId);
        string? baseName = row.OptionalText(s_baseName);
        return new()
        {
            Symbol = MarketTable.SymbolOf(marketId) ?? baseName?.Replace('/', '-') ?? MarketIds.Text(marketId),
            MarketId = marketId,
            BaseName = baseName,
            PriceDecimals = row.OptionalInteger(s_quotePrecision),
            BaseDecimals = row.OptionalInteger(s_baseDecimals),
            QuoteDecimals = row.OptionalInteger(s_quoteDecimals),
            RawLotSize = row.OptionalNumber(s_lotSize),
            RawTickSize = row.OptionalNumber(s_tickSize),
            MinLots = row.OptionalNumber(s_minLots),
            MaxLots = row.OptionalNumber(s_maxLots),
            MaxLeverage = row.OptionalNumber(s_maxLeverage),
            MaintenanceMargin = row.OptionalNumber(s_maintenanceMargin),
            MarketAddress = row.Address(s_marketAddress),
        };
    }
}
