using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

public sealed class RestSuccessTests
{
    private const string Padded = "0x03c78886aa67752706b3502b12959edf92e68d85ae64b24226783d26ce6efc1e";

    [Fact]
    public async Task A_profile_address_is_looked_up_by_the_wallet_as_the_user_wrote_it()
    {
        await using RestFixture fixture = new();

        (Profile profile, ReceivedRequest request) = await fixture.CallAsync(c => c.GetProfileAddressAsync(" 0xAB ", TestContext.Current.CancellationToken), Samples.Text("page-rest-getProfileAddress.json"));

        Assert.Equal("/getProfileAddress?userAddress=0xAB", request.Target);
        Assert.Equal((Padded, "0x" + new string('0', 62) + "ab", fixture.Server.Endpoint.Name), (profile.ProfileAddress, profile.Wallet, profile.Network));
        Assert.Equal(Padded, $"{profile}");
    }

    [Fact]
    public async Task One_market_is_asked_for_by_its_id()
    {
        await using RestFixture fixture = new();

        (IReadOnlyList<Market> markets, ReceivedRequest request) = await fixture.CallAsync(c => c.GetMarketInfoAsync(501, TestContext.Current.CancellationToken), Samples.Text("docs-rest-getMarketInfo-501.json"));

        Assert.Equal("/getMarketInfo?marketId=501", request.Target);
        Assert.Equal((501, "APT/USDC"), (Assert.Single(markets).MarketId, markets[0].BaseName));
    }

    [Theory]
    [InlineData("docs-rest-getMarketInfo-501.json", 501)]
    [InlineData("docs-rest-getMarketInfo-301-older.json", 301)]
    [InlineData("docs-rest-getMarketInfo-66-oldest.json", 66)]
    public async Task All_markets_are_read_from_every_form_of_the_envelope(string sample, long id)
    {
        await using RestFixture fixture = new();

        (IReadOnlyList<Market> markets, ReceivedRequest request) = await fixture.CallAsync(c => c.GetAllMarketsAsync(TestContext.Current.CancellationToken), Samples.Text(sample));

        Assert.Equal("/getPerpetualAssetsInfo/allMarkets", request.Target);
        Assert.Equal((id, fixture.Server.Endpoint.Name), (Assert.Single(markets).MarketId, markets[0].Network));
        Assert.NotNull(markets[0].ReceivedAt);
    }

    [Theory]
    [InlineData(RestFixture.Key, RestFixture.Key)]
    [InlineData(" " + RestFixture.Key + "\n", RestFixture.Key)]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public async Task The_key_is_sent_only_when_there_is_one(string? given, string? sent)
    {
        await using RestFixture fixture = new(given);

        (_, ReceivedRequest request) = await fixture.CallAsync(c => c.GetAllMarketsAsync(TestContext.Current.CancellationToken), """{"success":true,"data":[]}""");

        Assert.Equal(sent, request.Headers.GetValueOrDefault("x-api-key"));
        Assert.Equal("application/json", request.Headers["Accept"]);
        Assert.Matches(@"^KanaPerps/\d+\.\d+\.\d+$", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task A_value_cannot_break_out_of_its_place_in_the_query()
    {
        await using RestFixture fixture = new();

        (_, ReceivedRequest request) = await fixture.CallAsync(
            c => c.GetOrderAsync(14, "7&x=1#/ü", TestContext.Current.CancellationToken),
            """{"success":true,"data":{"market_id":"14","leverage":1,"order_id":"7&x=1#/ü","order_type":1,"order_value":1,"price":1,"size":1,"status":"Open"}}""");

        Assert.Equal("/fetchOrderStatusById?marketId=14&orderId=7%26x%3D1%23%2F%C3%BC", request.Target);
    }
}
