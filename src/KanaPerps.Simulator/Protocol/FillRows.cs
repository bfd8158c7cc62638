namespace KanaPerps.Simulator;

/// <summary>The row of a fill, which an account's history and a market's tape show with different columns.</summary>
internal static class FillRows
{
    /// <summary>A row of <c>trade_history</c>.</summary>
    public static void OfAccount(RowWriter row, FillRecord fill, string marketId) =>
        Write(row, fill, marketId, withAmounts: !row.IsEarly, withOrder: !row.IsEarly);

    /// <summary>A row of <c>recent_trades</c>.</summary>
    public static void OfMarket(RowWriter row, FillRecord fill, string marketId) =>
        Write(row, fill, marketId, withAmounts: true, withOrder: false);

    private static void Write(RowWriter row, FillRecord fill, string marketId, bool withAmounts, bool withOrder)
    {
        Instrument instrument = fill.Order.Instrument;
        row.BeginRow();
        row.Text("address"u8, fill.Order.Account.ShownAddress);
        if (withOrder)
        {
            row.Price("entry_price"u8, fill.EntryTicks, instrument);
        }

        row.Money("fee"u8, fill.Fee);
        row.Time("last_updated"u8, fill.Time);
        if (withAmounts)
        {
            row.Number("leverage"u8, fill.Leverage);
        }

        row.Text("market_id"u8, marketId);
        if (withOrder)
        {
            row.Text("order_id"u8, fill.Order.Id);
        }

        row.Number("order_type"u8, (int)fill.Type);
        if (withAmounts)
        {
            row.Money("order_value"u8, fill.Value);
        }

        row.Money("pnl"u8, fill.Pnl);
        row.Price("price"u8, fill.PriceTicks, instrument);
        row.Size("size"u8, fill.Lots, instrument);
        row.Time("timestamp"u8, fill.Time);
        row.Text("trade_id"u8, fill.TradeId);
        row.TransactionVersion(fill.Version);
        row.EndRow();
    }
}
