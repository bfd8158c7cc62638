using System.Globalization;

namespace KanaPerps.Client.Tests.Models;

public sealed class RowTextTests
{
    [Fact]
    public void Rows_read_well_in_a_string_whatever_the_culture()
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal("APT-USD Short 1.5 @ 5.75 20x", $"{new Position { MarketId = 14, Symbol = "APT-USD", Side = PositionSide.Short, Size = 1.5m, EntryPrice = 5.75m, Leverage = 20 }}");
            Assert.Equal("14 Long 1 @ 2 3x (closed)", $"{new Position { MarketId = 14, Size = 1, EntryPrice = 2, Leverage = 3, Change = RowChange.Closed }}");
            Assert.Equal("396 Unknown 1/2 @ 3 (closed)", $"{new OpenOrder { MarketId = 396, OrderId = "1", RemainingSize = 1, TotalSize = 2, Price = 3, Change = RowChange.Closed }}");
            Assert.Equal("396 OpenLong 1.5/2 @ 5.75", $"{new OpenOrder { MarketId = 396, OrderId = "1", OrderType = OrderType.OpenLong, RemainingSize = 1.5m, TotalSize = 2, Price = 5.75m }}");
            Assert.Equal("396 CloseLong 2 @ 5.75 Filled", $"{new OrderRecord { MarketId = 396, OrderId = "1", Status = "Filled", OrderType = OrderType.CloseLong, Size = 2, Price = 5.75m }}");
            Assert.Equal("396 CloseShort 2 @ 5.75, pnl -0.5", $"{new Fill { MarketId = 396, OrderType = OrderType.CloseShort, Size = 2, Price = 5.75m, Pnl = -0.5m }}");
            Assert.Equal("396 Buy 2 @ 5.75", $"{new Trade { MarketId = 396, OrderType = OrderType.CloseShort, Size = 2, Price = 5.75m }}");
            Assert.Equal("396 9 2 @ 5.75", $"{new Trade { MarketId = 396, OrderType = (OrderType)9, Size = 2, Price = 5.75m }}");
            Assert.Equal("396 funding 0.01", $"{new FundingRate { MarketId = 396, Rate = 0.01m }}");
            Assert.Equal("396 funding 0.01 (closed)", $"{new FundingRate { MarketId = 396, Rate = 0.01m, Change = RowChange.Closed }}");
            Assert.Equal("396 - / 1.5, last -", $"{new MarketPrice { MarketId = 396, BestAsk = 1.5m }}");
            Assert.Equal("Withdrawal 0.5", $"{new Transfer { Kind = TransferKind.Withdrawal, Amount = 0.5m }}");
            Assert.Equal("0.5 @ 1.25", $"{new BookLevel(1.25m, 0.5m)}");
            Assert.Equal("Ask 2: 0.5 @ 1.25", $"{new BookRow { MarketId = 14, Side = BookSide.Ask, Level = 2, Size = 0.5m, Price = 1.25m }}");
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        }
    }

    [Theory]
    [InlineData(OrderType.OpenLong, TradeSide.Buy)]
    [InlineData(OrderType.IncreaseLong, TradeSide.Buy)]
    [InlineData(OrderType.DecreaseShort, TradeSide.Buy)]
    [InlineData(OrderType.CloseShort, TradeSide.Buy)]
    [InlineData(OrderType.OpenShort, TradeSide.Sell)]
    [InlineData(OrderType.IncreaseShort, TradeSide.Sell)]
    [InlineData(OrderType.DecreaseLong, TradeSide.Sell)]
    [InlineData(OrderType.CloseLong, TradeSide.Sell)]
    [InlineData(OrderType.Unknown, null)]
    [InlineData((OrderType)9, null)]
    public void The_side_follows_from_the_order_type(OrderType orderType, TradeSide? side) => Assert.Equal(side, orderType.Side());
}
