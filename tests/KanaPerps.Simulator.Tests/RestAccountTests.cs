using System.Globalization;
using System.Net;
using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

public sealed class RestAccountTests : IAsyncLifetime
{
    private const string Wallet = "0x5a11ce";

    // Each step is an hour of the venue's clock, and each hour funding is settled.
    private readonly SimulatedExchange _exchange = SimulatedExchange.Start(Worlds.Manual with { Rate = 1, ClockSpeed = 3600 });
    private string _profile = "";

    public async ValueTask InitializeAsync()
    {
        _profile = (await DataAsync("getProfileAddress")).GetString()!;
        await DataAsync("getPositions");
        _exchange.Step(700);
    }

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Theory]
    [InlineData("getPositions", "positions")]
    [InlineData("getOpenOrders", "open_orders")]
    [InlineData("getOrderHistory", "order_history")]
    [InlineData("getTradeHistory", "trade_history")]
    [InlineData("getDepositAndWithdrawHistory", "deposit_withdraw_history")]
    public async Task A_list_has_the_rows_that_its_topic_has_at_the_same_moment(string call, string topic)
    {
        string rest = (await DataAsync(call)).GetRawText();

        Assert.NotEqual("[]", rest);
        Assert.Equal(RestCalls.Topic(_exchange, topic, _profile).GetRawText(), rest.Replace("trade_side", "is_long", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("getPositions")]
    [InlineData("getOrderHistory")]
    [InlineData("getTradeHistory")]
    [InlineData("getFundingHistory")]
    public async Task A_list_can_be_asked_for_by_market(string call)
    {
        JsonElement[] all = [.. (await DataAsync(call)).EnumerateArray()];
        string market = Text(all[0], "market_id");

        JsonElement[] some = [.. (await DataAsync(call, $"marketId={market}")).EnumerateArray()];

        Assert.NotEmpty(some);
        Assert.All(some, row => Assert.Equal(market, Text(row, "market_id")));
    }

    [Fact]
    public async Task What_the_wallet_lacks_was_deposited_and_not_withdrawn()
    {
        decimal transferred = (await DataAsync("getDepositAndWithdrawHistory")).EnumerateArray()
            .Sum(t => t.GetProperty("is_deposit").GetBoolean() ? t.Number("amount") : -t.Number("amount"));

        Assert.Equal(1_000_000 - transferred, decimal.Parse((await DataAsync("getWalletAccountBalance")).GetString()!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_net_balance_is_what_is_free_with_margins_and_what_closing_would_gain()
    {
        decimal free = decimal.Parse((await DataAsync("getProfileBalanceSnapshot")).GetString()!, CultureInfo.InvariantCulture);
        decimal net = decimal.Parse((await DataAsync("getNetProfileBalance")).GetString()!, CultureInfo.InvariantCulture);
        decimal bound = 0;
        foreach (JsonElement position in (await DataAsync("getPositions")).EnumerateArray())
        {
            decimal mark = await MarkAsync(Text(position, "market_id"));
            decimal value = mark * position.Number("size");
            decimal gain = value - position.Number("value");
            bound += position.Number("margin") + (position.GetProperty("trade_side").GetBoolean() ? gain : -gain);
        }

        foreach (JsonElement order in (await DataAsync("getOpenOrders")).EnumerateArray().Where(o => o.GetProperty("order_type").GetInt32() <= 4))
        {
            bound += order.Number("price") * order.Number("remaining_size") / order.Number("leverage");
        }

        Assert.Equal(net, free + bound, 6);
    }

    [Fact]
    public async Task The_wallet_has_some_of_the_ledgers_own_coin()
    {
        Assert.InRange((await DataAsync("getAccountAptBalance")).GetDecimal(), 1, 1_000);
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Pages_of_the_funding_history_make_the_whole(string order)
    {
        string[] whole = [.. (await DataAsync("getFundingHistory", $"limit=500&order={order}")).EnumerateArray().Select(r => r.GetRawText())];
        List<string> pages = [];
        while (true)
        {
            JsonElement page = await DataAsync("getFundingHistory", $"limit=7&offset={pages.Count}&order={order}");
            Assert.InRange(page.GetArrayLength(), 0, 7);
            pages.AddRange(page.EnumerateArray().Select(r => r.GetRawText()));
            if (page.GetArrayLength() == 0 || pages.Count >= whole.Length)
            {
                break;
            }
        }

        Assert.InRange(whole.Length, 50, 500);
        Assert.Equal(whole, pages.Take(whole.Length));
        string[] times = [.. whole.Select(r => JsonDocument.Parse(r).RootElement.GetProperty("timestamp").GetInt64().ToString(CultureInfo.InvariantCulture))];
        Assert.Equal(order == "asc" ? times.Order() : times.OrderDescending(), times);
    }

    [Fact]
    public async Task An_order_is_told_by_its_id_with_what_is_filled_of_it()
    {
        JsonElement row = (await DataAsync("getOrderHistory")).EnumerateArray().First(o => Text(o, "status") == "Filled");

        JsonElement order = await RestCalls.DataAsync(_exchange, $"fetchOrderStatusById?marketId={Text(row, "market_id")}&orderId={Text(row, "order_id")}");

        Assert.All(row.EnumerateObject(), field => Assert.Equal(field.Value.GetRawText(), order.GetProperty(field.Name).GetRawText()));
        Assert.Equal(order.Number("size"), order.Number("total_filled"));
        Assert.Equal(0, order.Number("remaining_size"));
        string otherMarket = Text(row, "market_id") == "14" ? "15" : "14";
        await RestCalls.GetAsync(_exchange, $"fetchOrderStatusById?marketId={otherMarket}&orderId={Text(row, "order_id")}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_order_is_still_known_when_the_history_shows_it_no_more()
    {
        JsonElement oldest = (await DataAsync("getOrderHistory")).EnumerateArray().Last(o => Text(o, "status") is "Filled" or "Cancelled");
        async Task<bool> IsShownAsync() => (await DataAsync("getOrderHistory")).EnumerateArray().Any(o => Text(o, "order_id") == Text(oldest, "order_id"));
        for (int i = 0; i < 100 && await IsShownAsync(); i++)
        {
            _exchange.Step(200);
        }

        Assert.False(await IsShownAsync());
        JsonElement order = await RestCalls.DataAsync(_exchange, $"fetchOrderStatusById?marketId={Text(oldest, "market_id")}&orderId={Text(oldest, "order_id")}");
        Assert.Equal(Text(oldest, "status"), Text(order, "status"));
    }

    [Theory]
    [InlineData("14")]
    [InlineData("31")]
    public async Task Prices_are_the_best_of_the_book_and_the_newest_of_the_tape(string market)
    {
        JsonElement price = await RestCalls.DataAsync(_exchange, $"getMarketPrice?marketId={market}");
        JsonElement last = await RestCalls.DataAsync(_exchange, $"getLastPlacedPrice?marketId={market}");
        JsonElement[] levels = [.. RestCalls.Topic(_exchange, "orderbook", market).EnumerateArray()];

        Assert.Equal(levels.Where(l => l.GetProperty("is_ask").GetBoolean()).Min(l => l.GetProperty("price").GetDecimal()), price.GetProperty("bestAskPrice").GetDecimal());
        Assert.Equal(levels.Where(l => !l.GetProperty("is_ask").GetBoolean()).Max(l => l.GetProperty("price").GetDecimal()), price.GetProperty("bestBidPrice").GetDecimal());
        Assert.Equal(RestCalls.Topic(_exchange, "recent_trades", market)[0].Number("price"), last.GetDecimal());
    }

    [Fact]
    public async Task The_early_encoding_writes_balances_as_whole_millionths()
    {
        await using SimulatedExchange early = SimulatedExchange.Start(Worlds.Manual with { Encoding = SimulatorEncoding.Early });
        JsonElement balance = await RestCalls.DataAsync(early, "getWalletAccountBalance?userAddress=0x10000");

        Assert.Equal(1_000_000_000_000, balance.GetInt64());
    }

    private Task<JsonElement> DataAsync(string call, string more = "") => RestCalls.DataAsync(_exchange, $"{call}?userAddress={Wallet}&{more}");

    private async Task<decimal> MarkAsync(string market)
    {
        JsonElement price = await RestCalls.DataAsync(_exchange, $"getMarketPrice?marketId={market}");
        return (price.GetProperty("bestAskPrice").GetDecimal() + price.GetProperty("bestBidPrice").GetDecimal()) / 2;
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
