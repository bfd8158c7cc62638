namespace KanaPerps.Simulator;

/// <summary>The rows of the topics that belong to an account. Keys stand in the order of the venue's published messages.</summary>
internal static class AccountRows
{
    public static void Position(RowWriter row, TradingAccount account, HeldPosition position, string marketId)
    {
        Instrument instrument = position.Instrument;
        row.BeginRow();
        row.Text("address"u8, account.ShownAddress);
        if (!row.IsEarly)
        {
            row.Size("available_order_size"u8, position.AvailableLots, instrument);
        }

        row.Price("entry_price"u8, position.EntryTicks, instrument);
        row.Flag("is_long"u8, position.Side == PositionSide.Long);
        row.Time("last_updated"u8, position.UpdatedAt);
        row.Number("leverage"u8, position.Leverage);
        row.ComputedPrice("liq_price"u8, position.LiquidationTicks, instrument);
        row.Money("margin"u8, position.Margin);
        row.Text("market_id"u8, marketId);
        row.Size("size"u8, position.Lots, instrument);
        row.OptionalPrice("sl"u8, position.StopLossTicks, instrument);
        row.OptionalPrice("tp"u8, position.TakeProfitTicks, instrument);
        row.Text("trade_id"u8, position.TradeId);
        row.TransactionVersion(position.UpdatedVersion);
        row.Money("value"u8, position.Cost);
        row.EndRow();
    }

    public static void OpenOrder(RowWriter row, Order order, string marketId)
    {
        Instrument instrument = order.Instrument;
        row.BeginRow();
        row.Text("address"u8, order.Account.ShownAddress);
        row.Time("last_updated"u8, order.UpdatedAt);
        row.Number("leverage"u8, order.Leverage);
        row.Text("market_id"u8, marketId);
        row.Text("order_id"u8, order.Id);
        row.Number("order_type"u8, (int)order.Type);
        row.Money("order_value"u8, instrument.Value(order.PriceTicks, order.Lots));
        row.Price("price"u8, order.PriceTicks, instrument);
        row.Size("remaining_size"u8, order.RemainingLots, instrument);
        row.Time("timestamp"u8, order.PlacedAt);
        row.Size("total_size"u8, order.Lots, instrument);
        row.Text("trade_id"u8, order.TradeId);
        row.TransactionVersion(order.UpdatedVersion);
        row.EndRow();
    }

    public static void OrderRecord(RowWriter row, Order order, string marketId)
    {
        Instrument instrument = order.Instrument;

        // A market order has no price of its own: the venue shows what it was filled at on average, and for what it came to.
        bool showsFills = order.IsMarket && order.FilledLots > 0;
        decimal value = showsFills ? order.FilledValue : instrument.Value(order.PriceTicks, order.Lots);
        decimal priceTicks = showsFills ? order.FilledValue / (instrument.Unit * order.FilledLots) : order.PriceTicks;
        row.BeginRow();
        row.Text("address"u8, order.Account.ShownAddress);
        row.Flag("is_market_order"u8, order.IsMarket);
        row.Time("last_updated"u8, order.UpdatedAt);
        row.Number("leverage"u8, order.Leverage);
        row.Text("market_id"u8, marketId);
        row.Text("order_id"u8, order.Id);
        row.Number("order_type"u8, (int)order.Type);
        row.Money("order_value"u8, value);
        row.Price("price"u8, priceTicks, instrument);
        row.Size("size"u8, order.Lots, instrument);
        row.Text("status"u8, StatusText(order.Status));
        row.Time("timestamp"u8, order.PlacedAt);
        row.Text("trade_id"u8, order.TradeId);
        row.TransactionVersion(order.UpdatedVersion);
        row.EndRow();
    }

    public static void Transfer(RowWriter row, TradingAccount account, TransferRecord transfer)
    {
        row.BeginRow();
        row.Text("address"u8, account.ShownAddress);
        row.Digits("amount"u8, transfer.Amount);
        row.Flag("is_deposit"u8, transfer.Kind == TransferKind.Deposit);
        row.Time("timestamp"u8, transfer.Time);
        row.Time("last_updated"u8, transfer.Time);
        row.TransactionVersion(transfer.Version);
        row.EndRow();
    }

    private static string StatusText(OrderStatus status) => status switch
    {
        OrderStatus.Open => "Open",
        OrderStatus.PartiallyFilled => "Partially Filled",
        OrderStatus.Filled => "Filled",
        _ => "Cancelled",
    };
}
