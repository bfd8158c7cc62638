namespace KanaPerps.Simulator;

/// <summary>The rows of the topics that belong to an account. Keys stand in the order of the venue's published messages.</summary>
internal static class AccountRows
{
    /// <summary>A position; REST has another name for the side than the topic.</summary>
    public static void Position(RowWriter row, TradingAccount account, HeldPosition position, string marketId, bool isRest = false)
    {
        Instrument instrument = position.Instrument;
        row.BeginRow();
        row.Text("address"u8, account.ShownAddress);
        if (!row.IsEarly)
        {
            row.Size("available_order_size"u8, position.AvailableLots, instrument);
        }

        row.Price("entry_price"u8, position.EntryTicks, instrument);
        row.Flag(isRest ? "trade_side"u8 : "is_long"u8, position.Side == PositionSide.Long);
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

    /// <summary>An order; asked for by its id it also says how much of it is filled.</summary>
    public static void OrderRecord(RowWriter row, Order order, string marketId, bool withProgress = false)
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
        if (withProgress)
        {
            row.Size("remaining_size"u8, order.RemainingLots, instrument);
        }

        row.Size("size"u8, order.Lots, instrument);
        row.Text("status"u8, StatusText(order.Status));
        row.Time("timestamp"u8, order.PlacedAt);
        if (withProgress)
        {
            row.Size("total_filled"u8, order.FilledLots, instrument);
        }

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

    /// <summary>A funding payment. The venue documents the call without showing a row of it: the shape is the simulator's own.</summary>
    public static void Funding(RowWriter row, TradingAccount account, FundingRecord payment, string marketId)
    {
        row.BeginRow();
        row.Text("address"u8, account.ShownAddress);
        row.Money("funding_amount"u8, payment.Amount);
        row.Digits("funding_rate"u8, payment.Rate);
        row.Time("last_updated"u8, payment.Time);
        row.Text("market_id"u8, marketId);
        row.Size("size"u8, payment.Lots, payment.Position.Instrument);
        row.Time("timestamp"u8, payment.Time);
        row.Text("trade_id"u8, payment.TradeId);
        row.Flag("trade_side"u8, payment.Position.Side == PositionSide.Long);
        row.TransactionVersion(payment.Version);
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
