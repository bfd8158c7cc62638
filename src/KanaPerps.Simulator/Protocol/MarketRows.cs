namespace KanaPerps.Simulator;

/// <summary>The rows of the topics that belong to markets. Keys stand in the order of the venue's published messages.</summary>
internal static class MarketRows
{
    /// <summary>The whole book: asks before bids, the best of each first.</summary>
    public static void Book(RowWriter row, SimulatedMarket market, string marketId)
    {
        Side(row, market.Book.Asks, market.Instrument, marketId);
        Side(row, market.Book.Bids, market.Instrument, marketId);
    }

    public static void FundingRate(RowWriter row, FundingState funding, string marketId)
    {
        row.BeginRow();
        row.Digits("funding_rate"u8, funding.Rate);
        row.Time("funding_timestamp"u8, funding.SettledAt);
        row.Time("last_updated"u8, funding.UpdatedAt);
        row.Text("market_id"u8, marketId);
        row.Time("transaction_timestamp"u8, funding.UpdatedAt);
        row.TransactionVersion(funding.UpdatedVersion);
        row.EndRow();
    }

    /// <summary>The best prices. The venue names this topic without showing a message of it: the shape is the simulator's own.</summary>
    public static void BestPrice(RowWriter row, SimulatedMarket market, string marketId)
    {
        PriceLevel? ask = market.Book.Asks.Best;
        PriceLevel? bid = market.Book.Bids.Best;
        row.BeginRow();
        row.OptionalPrice("best_ask_price"u8, ask?.PriceTicks, market.Instrument);
        row.OptionalPrice("best_bid_price"u8, bid?.PriceTicks, market.Instrument);
        row.Time("last_updated"u8, Math.Max(ask?.UpdatedAt ?? 0, bid?.UpdatedAt ?? 0));
        row.Text("market_id"u8, marketId);
        row.EndRow();
    }

    private static void Side(RowWriter row, PriceLadder ladder, Instrument instrument, string marketId)
    {
        foreach (PriceLevel level in ladder.Levels)
        {
            row.BeginRow();
            row.Flag("is_ask"u8, ladder.Side == TradeSide.Sell);
            row.Time("last_updated"u8, level.UpdatedAt);
            row.Text("market_id"u8, marketId);
            row.BookPrice("price"u8, level.PriceTicks, instrument);
            row.Size("size"u8, level.Lots, instrument);
            row.TransactionVersion(level.UpdatedVersion);
            row.EndRow();
        }
    }
}
