using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class OrderCodecTests
{
    private static readonly OrderRecord s_earlyOrder = new()
    {
        MarketId = 396,
        OrderType = OrderType.OpenLong,
        IsMarketOrder = false,
        Status = "Open",
        Price = 6002m,
        Size = 1000m,
        OrderValue = 6002000m,
        Leverage = 2m,
        OrderId = "12907057702855018828273522",
        TradeId = "16528282690043758248332",
        Address = Decode.EarlyAddress,
        Timestamp = Decode.Seconds(1739790733),
        LastUpdated = Decode.Seconds(1739790733),
    };

    [Fact]
    public void The_pages_open_orders_are_read_field_by_field()
    {
        OpenOrder order = Assert.Single(Decode.Rows(new OpenOrderCodec(Decode.EarlyAddress), "page-ws-open_orders.json"));

        OpenOrder expected = new()
        {
            MarketId = 396,
            OrderType = OrderType.OpenLong,
            Price = 6002m,
            TotalSize = 1000m,
            RemainingSize = 1000m,
            OrderValue = 6002000m,
            Leverage = 2m,
            OrderId = "12907057702855018828273522",
            TradeId = "16528282690043758248332",
            Address = Decode.EarlyAddress,
            Timestamp = Decode.Seconds(1739790733),
            LastUpdated = Decode.Seconds(1739790733),
        };
        Assert.Equal(expected, order);
        Assert.Equal(TradeSide.Buy, order.Side);
        Assert.Equal(Decode.ReceivedAt, order.ReceivedAt);
    }

    [Fact]
    public void Open_orders_of_today_are_read_field_by_field()
    {
        OpenOrder order = Assert.Single(Decode.Rows(new OpenOrderCodec(Decode.CurrentAddress), "made/ws-open_orders-current.json"));

        OpenOrder expected = new()
        {
            MarketId = 31,
            Symbol = "SOL-USD",
            OrderType = OrderType.CloseLong,
            Price = 146.025m,
            TotalSize = 10m,
            RemainingSize = 7.5m,
            OrderValue = 1460.25m,
            Leverage = 20m,
            OrderId = "11905620858892513160724480",
            Address = Decode.CurrentAddress,
            Timestamp = Decode.Seconds(1747075649),
            LastUpdated = Decode.Seconds(1747075650),
            TransactionVersion = 2713317408,
        };
        Assert.Equal(expected, order);
        Assert.Equal(TradeSide.Sell, order.Side);
    }

    [Fact]
    public void An_empty_list_of_open_orders_is_a_state_without_orders() =>
        Assert.Empty(Decode.Rows(new OpenOrderCodec(Decode.EarlyAddress), "page-ws-open_orders-empty.json"));

    [Fact]
    public void The_pages_order_history_is_read_field_by_field()
    {
        OrderRecord[] orders = Decode.Rows(new OrderRecordCodec(Decode.EarlyAddress), "page-ws-order_history.json");

        OrderRecord filled = s_earlyOrder with
        {
            OrderType = OrderType.IncreaseShort,
            Status = "Filled",
            OrderId = "12906965467445688751095808",
            TradeId = "16509835945970048696716",
            Timestamp = Decode.Seconds(1739790700),
            LastUpdated = Decode.Seconds(1739790700),
        };
        Assert.Equal([s_earlyOrder, filled], orders);
        Assert.Equal([TradeSide.Buy, TradeSide.Sell], orders.Select(o => o.Side));
    }

    [Fact]
    public void An_order_type_without_a_name_is_kept()
    {
        OrderRecord order = Assert.Single(Decode.Rows(new OrderRecordCodec(Decode.CurrentAddress), "docs-ws-order_history-mainnet.json"));

        OrderRecord expected = new()
        {
            MarketId = 14,
            Symbol = "APT-USD",
            OrderType = (OrderType)9,
            IsMarketOrder = true,
            Status = "Filled",
            Price = 5.7578914m,
            Size = 10m,
            OrderValue = 57.578914m,
            Leverage = 20m,
            OrderId = "11905620858892513160724480",
            TradeId = "737648402019497550020622",
            Address = Decode.CurrentAddress,
            Timestamp = Decode.Seconds(1747075649),
            LastUpdated = Decode.Seconds(1747075650),
            TransactionVersion = 2713317408,
        };
        Assert.Equal(expected, order);
        Assert.Null(order.Side);
    }
}
