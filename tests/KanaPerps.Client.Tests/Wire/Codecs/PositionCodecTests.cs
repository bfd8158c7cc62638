using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class PositionCodecTests
{
    [Fact]
    public void The_pages_sample_is_read_field_by_field()
    {
        Position position = Assert.Single(Decode.Rows(new PositionCodec(Decode.EarlyAddress), "page-ws-positions.json"));

        Position expected = new()
        {
            MarketId = 396,
            Side = PositionSide.Short,
            Size = 1000m,
            EntryPrice = 6050m,
            LiquidationPrice = 8853.658536585366m,
            Value = 6050000m,
            Margin = 3025000m,
            Leverage = 2m,
            TradeId = "16509835945970048696716",
            Address = Decode.EarlyAddress,
            LastUpdated = Decode.Seconds(1739788459),
        };
        Assert.Equal(expected, position);
        Assert.Equal(Decode.ReceivedAt, position.ReceivedAt);
        Assert.Empty(position.InexactFields);
    }

    [Fact]
    public void A_hedged_account_has_a_long_and_a_short_of_one_market()
    {
        Position[] positions = Decode.Rows(new PositionCodec(Decode.CurrentAddress), "made/ws-positions-hedge.json");

        Position expectedLong = new()
        {
            MarketId = 14,
            Symbol = "APT-USD",
            Side = PositionSide.Long,
            Size = 10m,
            EntryPrice = 5.75m,
            LiquidationPrice = 5.6025641025641025641025641m,
            Value = 57.5m,
            Margin = 2.875m,
            Leverage = 20m,
            TakeProfit = 6.5m,
            StopLoss = 5.6m,
            AvailableOrderSize = 4.5m,
            TradeId = "737648402019497550020622",
            Address = Decode.CurrentAddress,
            LastUpdated = Decode.Seconds(1747075650),
            TransactionVersion = 2713317408,
        };
        Position expectedShort = expectedLong with
        {
            Side = PositionSide.Short,
            Size = 2m,
            EntryPrice = 5.8m,
            LiquidationPrice = 6.2243902439024390243902439024m,
            Value = 11.6m,
            Margin = 1.16m,
            Leverage = 10m,
            TakeProfit = null,
            StopLoss = null,
            AvailableOrderSize = null,
            TradeId = "737648402019497550020623",
            LastUpdated = Decode.Seconds(1747075660),
            TransactionVersion = 2713317500,
        };
        Assert.Equal([expectedLong, expectedShort], positions);
    }

    [Fact]
    public void Trailing_zeros_are_kept_as_sent()
    {
        Position position = Decode.Rows(new PositionCodec(Decode.CurrentAddress), "made/ws-positions-hedge.json")[0];

        Assert.Equal("5.7500", position.EntryPrice.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("10.0", position.Size.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_REST_twin_names_the_side_differently()
    {
        string rest = KanaPerps.Testing.Samples.Text("made-rest-getPositions-shape.json").Replace("text varies", "positions", StringComparison.Ordinal);
        Position position = Assert.Single(Decode.Text(new PositionCodec(Decode.CurrentAddress), rest).Items);

        Position expected = new()
        {
            MarketId = 14,
            Symbol = "APT-USD",
            Side = PositionSide.Long,
            Size = 10m,
            EntryPrice = 5.75m,
            LiquidationPrice = 5.6025641m,
            Value = 57.5m,
            Margin = 2.875m,
            Leverage = 20m,
            AvailableOrderSize = 10m,
            TradeId = "737648402019497550020622",
            Address = Decode.CurrentAddress,
            LastUpdated = Decode.Seconds(1747075650),
            TransactionVersion = 2713317408,
        };
        Assert.Equal(expected, position);
    }
}
