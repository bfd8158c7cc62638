using KanaPerps.Rest;
using KanaPerps.Testing;
using KanaPerps.Topics;

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
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), body, status);

        Assert.Contains("***", e.Message, StringComparison.Ordinal);
        Assert.All(fixture.Retries, r => Assert.DoesNotContain(RestFixture.Key, $"{r}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"detail":"the key ab\/cd+ef==key is unknown"}""", "401 Unauthorized")]
    [InlineData("""{"detail":"the key ab/cd\u002Bef==key is unknown"}""", "401 Unauthorized")]
    [InlineData("<html><body>ab%2Fcd%2Bef%3D%3Dkey</body></html>", "403 Forbidden")]
    [InlineData("<html><title>ab&#47;cd&#x2B;ef==key</title></html>", "403 Forbidden")]
    public async Task A_key_that_comes_back_in_another_spelling_is_struck_out_with_all_around_it(string body, string status)
    {
        await using RestFixture fixture = new("ab/cd+ef==key");

        KanaException e = await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), body, status);

        Assert.Contains("***", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cd", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"detail":"the key ab\"cd\\ef is unknown"}""")]
    [InlineData("""{"detail":"{\"key\":\"ab\\\"cd\\\\ef\"}"}""")]
    [InlineData("""{"detail":"the key ab\u0022cd\u005cef is unknown"}""")]
    [InlineData("""{"detail":"the key ab\\u0022cd\\u005Cef is unknown"}""")]
    [InlineData("""{"message":"the key ab\"cd\\ef is unknown"}""")]
    [InlineData("""{"message":"{\"key\":\"ab\\\"cd\\\\ef\"}"}""")]
    [InlineData("<html><body>{&quot;key&quot;:&quot;ab\\&quot;cd\\\\ef&quot;}</body></html>")]
    [InlineData("key=ab%5C%22cd%5C%5Cef")]
    [InlineData("the key AB\"CD\\EF is unknown")]
    public async Task A_key_with_a_quote_and_a_backslash_is_struck_out_however_often_it_was_escaped(string body)
    {
        await using RestFixture fixture = new("ab\"cd\\ef");

        KanaException e = await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), body, "401 Unauthorized");

        Assert.Contains("***", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cd", $"{e.Message} {e.NextStep}", StringComparison.OrdinalIgnoreCase);
        Assert.Null(e.InnerException);
    }

    [Theory]
    [InlineData("x-api-key top-secret-key\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nx-api-key top-secret-key\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ntop-secret-key\r\n")]
    public async Task A_key_in_what_is_no_answer_at_all_is_struck_out(string sent)
    {
        await using RestFixture fixture = new();

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => fixture.CallAsync(c => c.GetAllMarketsAsync(Token), async connection =>
        {
            ReceivedRequest request = await connection.ReadRequestAsync();
            await connection.SendAsync(sent);
            return request;
        }));

        Assert.DoesNotContain(RestFixture.Key, e.ToString(), StringComparison.Ordinal);
        Assert.All(fixture.Retries, r => Assert.DoesNotContain(RestFixture.Key, $"{r}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cut_of_an_excerpt_leaves_no_half_of_the_key()
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), new string('x', 195) + RestFixture.Key);

        Assert.EndsWith("xx***.", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("top", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(180)]
    [InlineData(185)]
    public async Task The_cut_of_a_rows_excerpt_leaves_no_half_of_the_key(int before)
    {
        string body = $$"""{"success":true,"data":[{"is_deposit":true,"amount":"{{new string('x', before)}}{{RestFixture.Key}}"}]}""";
        await using RestFixture fixture = new();

        (RestRows<Transfer> answer, _) = await fixture.CallAsync(c => c.GetListAsync(KanaTopics.Transfers, "0x1", Token), body);

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
        using KanaRestClient client = new(KanaEndpoint.Mainnet, RestFixture.Key);

        Assert.DoesNotContain(RestFixture.Key, $"{client}{RestSecret.From(RestFixture.Key)}", StringComparison.Ordinal);
    }
}
