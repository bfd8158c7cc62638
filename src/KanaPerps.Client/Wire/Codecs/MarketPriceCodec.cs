namespace KanaPerps.Wire.Codecs;

/// <summary>The object of REST's getMarketPrice, and the number of getLastPlacedPrice wrapped as one named <c>last</c>.</summary>
internal sealed class MarketPriceCodec : RowCodec<MarketPrice>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_bestAsk = s_fields.Add("bestAskPrice", nameof(MarketPrice.BestAsk));
    private static readonly Field s_bestBid = s_fields.Add("bestBidPrice", nameof(MarketPrice.BestBid));
    private static readonly Field s_last = s_fields.Add("last", nameof(MarketPrice.Last));

    private readonly long _marketId;

    /// <summary>Makes a codec.</summary>
    /// <param name="marketId">The market that was asked for: the answer does not name it.</param>
    public MarketPriceCodec(long marketId)
        : base(topic: null, key: null, s_fields, keyField: null)
    {
        _marketId = marketId;
    }

    // 0 is what a side without an order looks like to a venue that computes in numbers.
    protected override MarketPrice Build(in RowReader row) => new()
    {
        Symbol = MarketTable.SymbolOf(_marketId),
        MarketId = _marketId,
        BestAsk = row.PriceOrUnset(s_bestAsk),
        BestBid = row.PriceOrUnset(s_bestBid),
        Last = row.PriceOrUnset(s_last),
    };
}
