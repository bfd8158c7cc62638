using KanaPerps.Rest;
using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Rest;

public sealed class RestSecretTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"success":false,"message":"the key top-secret-key is unknown"}""", "401 Unauthorized")]
    [InlineData("""{"success":false,"message":"the key \u0074op-secret-key is unknown"}""", "200 OK")]
    [InlineData("the key top-secret-key is unknown", "500 Internal Server Error")]
    [InlineData("<html><title>top-secret-key</title></html>", "403 Forbidden")]
    [InlineData("no JSON: top-secret-key", "200 OK")]
    [InlineData("""{"success":true,"data":[{"top-secret-key":1}]}""", "200 OK")]
    public async Task A_key_that_comes_back_is_struck_out(string body, string status)
    {
        await using RestBench bench = new();

        KanaException e = await bench.FailAsync(c => c.GetAllMarketsAsync(Token), body, status);

        Assert.Contains("***", e.Message, StringComparison.Ordinal);
        Assert.All(bench.Retries, r => Assert.DoesNotContain(RestBench.Key, $"{r}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cut_of_an_excerpt_leaves_no_half_of_the_key()
    {
        await using RestBench bench = new();

        KanaException e = await bench.FailAsync(c => c.GetAllMarketsAsync(Token), new string('x', 195) + RestBench.Key);

        Assert.EndsWith("xx***.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("top", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(180)]
    [InlineData(185)]
    public async Task The_cut_of_a_rows_excerpt_leaves_no_half_of_the_key(int before)
    {
        string body = $$"""{"success":true,"data":[{"is_deposit":true,"amount":"{{new string('x', before)}}{{RestBench.Key}}"}]}""";
        await using RestBench bench = new();

        (RestRows<Transfer> answer, _) = await bench.CallAsync(c => c.GetListAsync(KanaTopics.Transfers, "0x1", Token), body);

        Assert.DoesNotContain("top", answer.Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("line\r\nx-other: header")]
    [InlineData("schlüssel")]
    [InlineData("null\0byte")]
    public void A_key_that_no_header_can_carry_is_refused_without_being_shown(string key)
    {
        KanaException e = Assert.Throws<KanaException>(() => new KanaRestClient(KanaEndpoint.Mainnet, key));

        Assert.Equal(KanaErrorKind.Unauthorized, e.Kind);
        Assert.DoesNotContain(key, e.ToString(), StringComparison.Ordinal);
        Assert.Contains("KANA_API_KEY", e.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_holds_the_key_says_it()
    {
        using KanaRestClient client = new(KanaEndpoint.Mainnet, RestBench.Key);

        Assert.DoesNotContain(RestBench.Key, $"{client}{RestSecret.From(RestBench.Key)}", StringComparison.Ordinal);
    }
}
