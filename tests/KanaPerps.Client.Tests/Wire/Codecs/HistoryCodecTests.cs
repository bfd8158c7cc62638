using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class HistoryCodecTests
{
    [Fact]
    public void The_pages_fill_is_read_field_by_field()
    {
        Fill fill = Assert.Single(Decode.Rows(new FillCodec(Decode.EarlyAddress), "page-ws-trade_history.json"));

        Fill expected = new()
        {
            MarketId = 396,
            OrderType = OrderType.OpenShort,
            Price = 6050m,
            Size = 1000m,
            Fee = 3025m,
            Pnl = 0m,
            TradeId = "16509835945970048696716",
            Address = Decode.EarlyAddress,
            Timestamp = Decode.Seconds(1739788459),
            LastUpdated = Decode.Seconds(1739788459),
        };
        Assert.Equal(expected, fill);
        Assert.Equal(TradeSide.Sell, fill.Side);
        Assert.Equal(Decode.ReceivedAt, fill.ReceivedAt);
    }

    [Fact]
    public void A_fill_of_today_is_read_field_by_field()
    {
        Fill fill = Assert.Single(Decode.Rows(new FillCodec(Decode.CurrentAddress), "made/ws-trade_history-current.json"));

        Fill expected = new()
        {
            MarketId = 14,
            Symbol = "APT-USD",
            OrderType = OrderType.DecreaseLong,
            Price = 5.7578914m,
            Size = 10m,
            OrderValue = 57.578914m,
            Fee = 0.0287894570000000006806411505m,
            Pnl = -0.0500000000000000000000000001m,
            EntryPrice = 5.75m,
            Leverage = 20m,
            TradeId = "737648402019497550020622",
            OrderId = "11905620858892513160724480",
            Address = Decode.CurrentAddress,
            Timestamp = Decode.Seconds(1747075649),
            LastUpdated = Decode.Seconds(1747075650),
            TransactionVersion = 2713317408,
        };
        Assert.Equal(expected, fill);
    }

    [Fact]
    public void Both_sides_of_the_pages_match_are_read_field_by_field_without_a_message()
    {
        Trade[] trades = Decode.Rows(new TradeCodec("1338"), "page-ws-recent_trades.json");

        Trade maker = new()
        {
            MarketId = 1338,
            Symbol = "APT-USD",
            OrderType = OrderType.OpenLong,
            Price = 5.518m,
            Size = 11.851m,
            OrderValue = 65.393818m,
            Fee = 0m,
            Pnl = 0m,
            Leverage = 2m,
            TradeId = "176590681017621537621306",
            Address = "0x73e73911c0771e4d58f17aea3d0c70980ca2bae32c665b37101d1a18f4ef60f1",
            Timestamp = Decode.Seconds(1746177750),
            LastUpdated = Decode.Seconds(1746177751),
            TransactionVersion = 6704413443,
        };
        Trade taker = maker with
        {
            OrderType = OrderType.CloseLong,
            Fee = 0.0326969090000000006806411505m,
            Pnl = -0.0682499090000000006806411505m,
            TradeId = "176609127761695247172922",
            Address = "0x85a0d7c3e1f5e243b80055b249d6e4cc4b2db5f599fa7a27b05850af8eccffdd",
        };
        Assert.Equal([maker, taker], trades);
        Assert.Equal([TradeSide.Buy, TradeSide.Sell], trades.Select(t => t.Side));
    }

    [Fact]
    public void A_trade_of_today_is_read_field_by_field()
    {
        Trade trade = Assert.Single(Decode.Rows(new TradeCodec("15"), "made-ws-recent_trades-current-shape.json"));

        Trade expected = new()
        {
            MarketId = 15,
            Symbol = "BTC-USD",
            OrderType = OrderType.OpenLong,
            Price = 115400m,
            Size = 0.00012m,
            OrderValue = 13.848m,
            Leverage = 10m,
            TradeId = "737648402019497550020623",
            Address = "0x73e73911c0771e4d58f17aea3d0c70980ca2bae32c665b37101d1a18f4ef60f1",
            Timestamp = Decode.Seconds(1760000000),
            LastUpdated = Decode.Seconds(1760000001),
            TransactionVersion = 3500000001,
        };
        Assert.Equal(expected, trade);
    }

    [Fact]
    public void The_documented_transfer_is_read_field_by_field()
    {
        Transfer transfer = Assert.Single(Decode.Rows(new TransferCodec(Decode.CurrentAddress), "docs-ws-deposit_withdraw_history-mainnet.json"));

        Transfer expected = new()
        {
            Kind = TransferKind.Deposit,
            Amount = 10m,
            Address = Decode.CurrentAddress,
            Timestamp = Decode.Seconds(1745995346),
            LastUpdated = Decode.Seconds(1746027625),
            TransactionVersion = 2665483307,
        };
        Assert.Equal(expected, transfer);
    }

    [Fact]
    public void The_pages_funding_rates_are_read_field_by_field_and_time_zero_is_none()
    {
        FundingRate[] rates = Decode.Rows(new FundingRateCodec(null), "page-ws-live_funding_rate.json");

        FundingRate apt = new()
        {
            MarketId = 14,
            Symbol = "APT-USD",
            Rate = 0m,
            FundingTimestamp = null,
            LastUpdated = Decode.Seconds(1747382402),
            TransactionTimestamp = Decode.Seconds(1747382400),
            TransactionVersion = 2726355750,
        };
        Assert.Equal(
            [
                apt,
                apt with { MarketId = 16, Symbol = "ETH-USD", TransactionVersion = 2726355754 },
                apt with { MarketId = 15, Symbol = "BTC-USD", TransactionVersion = 2726355752 },
            ],
            rates);
    }
}
