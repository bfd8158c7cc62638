using KanaPerps.Rest;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Rest;

public sealed class RestListTests
{
    private const string Wallet = "0xAB";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Positions_are_read_with_the_side_under_its_other_name()
    {
        await using RestFixture fixture = new();

        (RestRows<Position> answer, ReceivedRequest request) = await fixture.CallAsync(c => c.GetListAsync(KanaTopics.Positions, Wallet, Token), Samples.Text("made-rest-getPositions-shape.json"));

        Assert.Equal("/getPositions?userAddress=0xAB", request.Target);
        Position position = Assert.Single(answer.Rows);
        Assert.Equal((PositionSide.Long, 5.6025641m, 57.5m, RowChange.Current), (position.Side, position.LiquidationPrice, position.Value, position.Change));
        Assert.Equal((fixture.Server.Endpoint.Name, (decimal?)null), (position.Network, position.TakeProfit));
        Assert.Null(answer.Problem);
    }

    [Theory]
    [InlineData("getOpenOrders", "page-ws-open_orders.json")]
    [InlineData("getOrderHistory", "page-ws-order_history.json")]
    [InlineData("getOrderHistory", "docs-ws-order_history-mainnet.json")]
    [InlineData("getTradeHistory", "page-ws-trade_history.json")]
    [InlineData("getDepositAndWithdrawHistory", "docs-ws-deposit_withdraw_history-mainnet.json")]
    public async Task A_list_is_read_as_its_topic_is(string call, string sample)
    {
        string asRest = Samples.Text(sample).Replace("\"message\"", "\"success\":true,\"message\"", StringComparison.Ordinal);
        await using RestFixture fixture = new();
        (object[] topic, _) = SampleCodecs.Decode(sample, Samples.Text(sample));

        (object[] rows, ReceivedRequest request) = await fixture.CallAsync(c => RowsAsync(c, call), asRest);

        Assert.Equal($"/{call}?userAddress=0xAB", request.Target);
        Assert.NotEmpty(rows);
        Assert.Equal(topic.Select(r => $"{r}").Order(), rows.Select(r => $"{r}").Order());
    }

    [Fact]
    public async Task A_history_comes_oldest_first_whatever_the_order_of_the_list()
    {
        const string Body = """{"success":true,"data":[{"is_deposit":true,"amount":"2","timestamp":20},{"is_deposit":true,"amount":"1","timestamp":10}]}""";
        await using RestFixture fixture = new();

        (RestRows<Transfer> answer, _) = await fixture.CallAsync(c => c.GetListAsync(KanaTopics.Transfers, Wallet, Token), Body);

        Assert.Equal([1, 2], answer.Rows.Select(t => t.Amount));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_told_and_the_others_are_delivered()
    {
        const string Body = """{"success":true,"data":[{"is_deposit":true,"amount":"2"},{"is_deposit":true,"amount":"much"},17]}""";
        await using RestFixture fixture = new();

        (RestRows<Transfer> answer, _) = await fixture.CallAsync(c => c.GetListAsync(KanaTopics.Transfers, Wallet, Token), Body);

        Assert.Equal(2, Assert.Single(answer.Rows).Amount);
        Assert.Equal((2, KanaErrorKind.InvalidResponse), (answer.Unreadable, answer.Problem?.Kind));
        Assert.Contains("amount is not a number", answer.Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_account_without_rows_is_an_empty_list(string data)
    {
        await using RestFixture fixture = new();

        (RestRows<Fill> answer, _) = await fixture.CallAsync(c => c.GetListAsync(KanaTopics.Fills, Wallet, Token), $$"""{"success":true,"data":{{data}}}""");

        Assert.Equal((0, (KanaException?)null), (answer.Rows.Count, answer.Problem));
    }

    [Fact]
    public async Task What_REST_has_no_list_of_is_refused_by_name()
    {
        await using RestFixture fixture = new();

        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => fixture.Client.GetListAsync(KanaTopics.OrderBook, Wallet, Token));

        Assert.Contains("orderbook", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_address_is_refused_without_a_call()
    {
        await using RestFixture fixture = new();

        foreach (Func<Task> call in (Func<Task>[])[
            () => fixture.Client.GetListAsync(KanaTopics.Fills, "wallet", Token),
            () => fixture.Client.GetBalanceAsync("wallet", BalanceKind.Net, Token),
            () => fixture.Client.GetFundingHistoryAsync("wallet", null, 0, 1, false, Token)])
        {
            Assert.Equal(KanaErrorKind.InvalidAddress, (await Assert.ThrowsAsync<KanaException>(call)).Kind);
        }

        Assert.Equal(0, fixture.Server.ConnectionCount);
    }

    private static async Task<object[]> RowsAsync(KanaRestClient client, string call) => call switch
    {
        "getOpenOrders" => [.. (await client.GetListAsync(KanaTopics.OpenOrders, Wallet, Token)).Rows],
        "getOrderHistory" => [.. (await client.GetListAsync(KanaTopics.OrderHistory, Wallet, Token)).Rows],
        "getTradeHistory" => [.. (await client.GetListAsync(KanaTopics.Fills, Wallet, Token)).Rows],
        _ => [.. (await client.GetListAsync(KanaTopics.Transfers, Wallet, Token)).Rows],
    };
}
