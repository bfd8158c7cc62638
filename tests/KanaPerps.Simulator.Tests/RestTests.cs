using System.Net;
using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

public sealed class RestTests : IDisposable
{
    private readonly SimulatedExchange _exchange = SimulatedExchange.Start(Worlds.Manual);

    public void Dispose() => _exchange.Dispose();

    [Fact]
    public async Task A_wallet_always_has_the_same_profile_however_it_is_written()
    {
        JsonElement first = await GetAsync("getProfileAddress?userAddress=0x0AB", HttpStatusCode.OK);
        JsonElement second = await GetAsync("getProfileAddress?userAddress=0xab", HttpStatusCode.OK);

        Assert.True(first.GetProperty("success").GetBoolean());
        Assert.Equal("Profile address fetched successfully", first.GetProperty("message").GetString());
        Assert.True(AccountAddress.TryNormalize(first.GetProperty("data").GetString(), out _));
        Assert.Equal(first.GetProperty("data").GetString(), second.GetProperty("data").GetString());
    }

    [Theory]
    [InlineData("getProfileAddress?userAddress=me", HttpStatusCode.BadRequest)]
    [InlineData("getProfileAddress", HttpStatusCode.BadRequest)]
    [InlineData("getProfileAddress?userAddress=0xdead", HttpStatusCode.NotFound)]
    [InlineData("getMarketInfo", HttpStatusCode.BadRequest)]
    [InlineData("getMarketInfo?marketId=999", HttpStatusCode.NotFound)]
    [InlineData("getMarketInfo?marketId=1338", HttpStatusCode.NotFound)]
    [InlineData("getPositions", HttpStatusCode.BadRequest)]
    [InlineData("getPositions?userAddress=0xdead", HttpStatusCode.NotFound)]
    [InlineData("getOpenOrders?userAddress=0x1&marketId=999", HttpStatusCode.NotFound)]
    [InlineData("getMarketPrice", HttpStatusCode.BadRequest)]
    [InlineData("getLastPlacedPrice?marketId=999", HttpStatusCode.NotFound)]
    [InlineData("getNetProfileBalance?userAddress=x", HttpStatusCode.BadRequest)]
    [InlineData("getFundingHistory?userAddress=0x1&limit=0", HttpStatusCode.BadRequest)]
    [InlineData("getFundingHistory?userAddress=0x1&offset=-1", HttpStatusCode.BadRequest)]
    [InlineData("getFundingHistory?userAddress=0x1&order=sideways", HttpStatusCode.BadRequest)]
    [InlineData("fetchOrderStatusById?marketId=14", HttpStatusCode.BadRequest)]
    [InlineData("fetchOrderStatusById?marketId=14&orderId=1", HttpStatusCode.NotFound)]
    [InlineData("placeLimitOrder", HttpStatusCode.NotFound)]
    [InlineData("ws/", HttpStatusCode.UpgradeRequired)]
    public async Task A_mistake_is_answered_with_a_status_and_a_message(string path, HttpStatusCode status)
    {
        JsonElement answer = await GetAsync(path, status);

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("message").GetString()!);
        Assert.False(answer.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_market_is_told_by_its_id()
    {
        JsonElement market = Assert.Single((await GetAsync("getMarketInfo?marketId=14", HttpStatusCode.OK)).GetProperty("data").EnumerateArray());

        Assert.Equal("14", market.GetProperty("market_id").GetString());
        Assert.Equal("APT/USDC", market.GetProperty("base_name").GetString());
        Assert.Equal("100000", market.GetProperty("lot_size").GetString());
        Assert.Equal(3, market.GetProperty("quote_precision").GetInt32());
        Assert.Equal("250", market.GetProperty("maintenance_margin").GetString());
        Assert.Equal("20", market.GetProperty("max_leverage").GetString());
    }

    [Fact]
    public async Task A_profile_in_a_wallets_place_is_not_found()
    {
        string profile = (await GetAsync("getProfileAddress?userAddress=0xab", HttpStatusCode.OK)).GetProperty("data").GetString()!;

        await GetAsync("getProfileAddress?userAddress=" + profile, HttpStatusCode.NotFound);
        await GetAsync("getPositions?userAddress=" + profile, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task All_markets_are_listed()
    {
        JsonElement data = (await GetAsync("getPerpetualAssetsInfo/allMarkets", HttpStatusCode.OK)).GetProperty("data");

        Assert.Equal(["14", "15", "16", "31"], data.EnumerateArray().Select(m => m.GetProperty("market_id").GetString()));
    }

    [Fact]
    public async Task A_key_is_demanded_when_one_is_set()
    {
        await using SimulatedExchange guarded = SimulatedExchange.Start(Worlds.Manual with { ApiKey = "secret" });
        using HttpClient http = new() { BaseAddress = guarded.RestUri };
        CancellationToken token = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri("getMarketInfo?marketId=14", UriKind.Relative), token)).StatusCode);
        http.DefaultRequestHeaders.Add("x-api-key", "secret");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("getMarketInfo?marketId=14", UriKind.Relative), token)).StatusCode);
    }

    [Fact]
    public async Task Only_reading_is_offered()
    {
        using HttpClient http = new() { BaseAddress = _exchange.RestUri };
        using HttpResponseMessage response = await http.PostAsync(
            new Uri("placeOrder", UriKind.Relative), new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    private Task<JsonElement> GetAsync(string path, HttpStatusCode expected) => RestCalls.GetAsync(_exchange, path, expected);
}
