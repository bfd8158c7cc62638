using KanaPerps.Rest;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

public sealed class RestValueTests
{
    private static readonly string s_padded = "0x" + "ab".PadLeft(64, '0');

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BalanceKind.Wallet, "getWalletAccountBalance", "docs-rest-getWalletAccountBalance-string.json", "16391.60", "USDC")]
    [InlineData(BalanceKind.Profile, "getProfileBalanceSnapshot", "docs-rest-getWalletAccountBalance-number-older.json", "611899", "USDC")]
    [InlineData(BalanceKind.Net, "getNetProfileBalance", "docs-rest-getWalletAccountBalance-string.json", "16391.60", "USDC")]
    [InlineData(BalanceKind.Apt, "getAccountAptBalance", "docs-rest-getWalletAccountBalance-string.json", "16391.60", "APT")]
    public async Task A_balance_is_a_number_or_a_string_and_handed_on_as_sent(BalanceKind kind, string call, string sample, string amount, string unit)
    {
        await using RestFixture fixture = new();

        (Balance balance, ReceivedRequest request) = await fixture.CallAsync(c => c.GetBalanceAsync("0xAB", kind, Token), Samples.Text(sample));

        Assert.Equal($"/{call}?userAddress=0xAB", request.Target);
        Assert.Equal((kind, unit, s_padded, fixture.Server.Endpoint.Name), (balance.Kind, balance.Unit, balance.WalletAddress, balance.Network));
        Assert.Equal($"{kind} {amount} {unit}", $"{balance}");
        Assert.Empty(balance.InexactFields);
    }

    [Theory]
    [InlineData("null", "missing")]
    [InlineData("\"much\"", "not a number")]
    [InlineData("{}", "not a number")]
    [InlineData("[1]", "not a number")]
    public async Task A_balance_that_is_no_number_is_invalid(string data, string words)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetBalanceAsync("0xAB", BalanceKind.Net, Token), $$"""{"success":true,"data":{{data}}}""");

        Assert.Equal(KanaErrorKind.InvalidResponse, e.Kind);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balance_of_more_digits_than_decimal_holds_says_so()
    {
        await using RestFixture fixture = new();

        (Balance balance, _) = await fixture.CallAsync(c => c.GetBalanceAsync("0xAB", BalanceKind.Net, Token), """{"success":true,"data":"1.00000000000000000000000000001"}""");

        Assert.Equal(["Amount"], balance.InexactFields);
    }

    [Fact]
    public async Task Prices_are_the_best_of_each_side_and_the_last()
    {
        await using RestFixture fixture = new();

        MarketPrice price = await PriceAsync(fixture, Samples.Text("made-rest-getMarketPrice-shape.json"), """{"success":true,"data":5.7565}""");

        Assert.Equal(("APT-USD", 14, 5.755m, 5.758m, 5.7565m), (price.Symbol, price.MarketId, price.BestBid, price.BestAsk, price.Last));
        Assert.Equal((5.7565m, 0.003m), (price.Mid, price.Spread));
        Assert.Equal("APT-USD 5.755 / 5.758, last 5.7565", $"{price}");
    }

    [Theory]
    [InlineData("""{"success":true,"data":null}""", """{"success":true,"data":null}""")]
    [InlineData("""{"success":true,"data":{"bestAskPrice":null,"bestBidPrice":0}}""", """{"success":true,"data":"0"}""")]
    [InlineData("""{"success":true,"data":{}}""", null)]
    public async Task Prices_that_the_venue_does_not_have_are_null(string best, string? last)
    {
        await using RestFixture fixture = new();

        MarketPrice price = await PriceAsync(fixture, best, last);

        Assert.Equal(((decimal?)null, (decimal?)null, (decimal?)null, (decimal?)null), (price.BestBid, price.BestAsk, price.Last, price.Spread));
        Assert.Equal((14, fixture.Server.Endpoint.Name), (price.MarketId, price.Network));
    }

    [Fact]
    public async Task Prices_of_a_market_that_the_venue_does_not_know_are_not_found()
    {
        await using RestFixture fixture = new();

        Assert.Equal(KanaErrorKind.NotFound, (await fixture.FailAsync(c => c.GetMarketPriceAsync(77, Token), "", "404 Not Found")).Kind);
    }

    [Fact]
    public async Task An_order_is_read_with_what_is_filled_of_it()
    {
        await using RestFixture fixture = new();

        (OrderDetail order, ReceivedRequest request) = await fixture.CallAsync(c => c.GetOrderAsync(14, "11905700000000000000005750", Token), Samples.Text("made/rest-fetchOrderStatusById.json"));

        Assert.Equal("/fetchOrderStatusById?marketId=14&orderId=11905700000000000000005750", request.Target);
        Assert.Equal(("Partially Filled", 10m, 4.5m, "APT-USD"), (order.Status, order.Size, order.FilledSize, order.Symbol));
        Assert.Equal(5.5m, order.RemainingSize);
        Assert.Equal(["RemainingSize"], order.InexactFields);
        Assert.Equal("APT-USD OpenLong 10 @ 5.75 Partially Filled", $"{order}");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task An_order_that_the_venue_does_not_have_is_not_found(string data)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetOrderAsync(14, "1", Token), $$"""{"success":true,"data":{{data}}}""");

        Assert.Equal(KanaErrorKind.NotFound, e.Kind);
    }

    [Theory]
    [InlineData(14, "7")]
    [InlineData(15, "11905700000000000000005750")]
    public async Task Another_order_than_the_one_asked_for_is_not_taken_for_it(long marketId, string orderId)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetOrderAsync(marketId, orderId, Token), Samples.Text("made/rest-fetchOrderStatusById.json"));

        Assert.Equal(KanaErrorKind.NotFound, e.Kind);
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_names_its_field()
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetOrderAsync(14, "1", Token), """{"success":true,"data":{"market_id":"14","order_id":"1"}}""");

        Assert.Equal(KanaErrorKind.InvalidResponse, e.Kind);
        Assert.Contains("leverage is missing", e.Message, StringComparison.Ordinal);
    }

    private static async Task<MarketPrice> PriceAsync(RestFixture fixture, string best, string? last)
    {
        (MarketPrice price, _) = await fixture.CallAsync(c => c.GetMarketPriceAsync(14, Token), async connection =>
        {
            ReceivedRequest request = await connection.ReadRequestAsync();
            string? body = request.Target.StartsWith("/getMarketPrice", StringComparison.Ordinal) ? best : last;
            await connection.SendAsync($"HTTP/1.1 {(body is null ? "404 Not Found" : "200 OK")}\r\nContent-Length: {body?.Length ?? 0}\r\nConnection: close\r\n\r\n{body}");
            return request;
        });
        return price;
    }
}
