using KanaPerps.Rest;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Rest;

public sealed class RestFailureTests
{
    private const string Wallet = "0x1";

    [Theory]
    [InlineData("401 Unauthorized", KanaErrorKind.Unauthorized)]
    [InlineData("403 Forbidden", KanaErrorKind.Unauthorized)]
    [InlineData("404 Not Found", KanaErrorKind.NotFound)]
    [InlineData("429 Too Many Requests", KanaErrorKind.VenueError)]
    [InlineData("500 Internal Server Error", KanaErrorKind.VenueError)]
    [InlineData("400 Bad Request", KanaErrorKind.VenueError)]
    [InlineData("204 No Content", KanaErrorKind.VenueError)]
    public async Task A_status_tells_the_kind_and_the_body_the_words(string status, KanaErrorKind kind)
    {
        foreach (string body in status.StartsWith("204", StringComparison.Ordinal) ? [""] : new[] { """{"message":"so it is"}""", """{"success":false,"error":"so it is"}""", "<html>so it is\u001b[2J</html>", "" })
        {
            await using RestFixture fixture = new();

            KanaException e = await fixture.FailAsync(MarketsAsync, body, status);

            Assert.Equal(kind, e.Kind);
            Assert.Contains(status[..3], e.Message, StringComparison.Ordinal);
            Assert.Equal(body.Length > 0, e.Message.Contains("so it is", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_refusal_names_how_to_give_a_key()
    {
        await using RestFixture fixture = new();

        Assert.Contains("KANA_API_KEY", (await fixture.FailAsync(MarketsAsync, "", "401 Unauthorized")).NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"success":false,"message":"no such\u001bthing"}""", "no such\\u001Bthing")]
    [InlineData("""{"success":false,"error":"no such thing","data":[]}""", "no such thing")]
    [InlineData("""{"status":false,"message":"no such thing"}""", "no such thing")]
    [InlineData("""{"success":"false","data":[]}""", "success")]
    [InlineData("""{"data":[]}""", "data")]
    [InlineData("""{"success":false,"message":"\ud800"}""", "ud800")]
    public async Task An_envelope_without_success_carries_the_venues_words(string body, string words)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(MarketsAsync, body);

        Assert.Equal(KanaErrorKind.VenueError, e.Kind);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>so it is</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("17")]
    [InlineData("""{"success":true}""")]
    [InlineData("""{"success":true,"data":"x"}""")]
    [InlineData("""{"success":true,"data":[{"base_name":"APT"}]}""")]
    [InlineData("""{"success":true,"data":[17]}""")]
    public async Task An_answer_of_another_shape_is_invalid(string body)
    {
        await using RestFixture fixture = new();

        Assert.Equal(KanaErrorKind.InvalidResponse, (await fixture.FailAsync(MarketsAsync, body)).Kind);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"0x0\"")]
    [InlineData("\"0x0000000000000000000000000000000000000000000000000000000000000000\"")]
    public async Task A_wallet_without_a_profile_is_not_found(string data)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetProfileAddressAsync(Wallet, TestContext.Current.CancellationToken), $$"""{"success":true,"data":{{data}}}""");

        Assert.Equal(KanaErrorKind.NotFound, e.Kind);
    }

    [Theory]
    [InlineData("""{"address":"0x1"}""", "an object")]
    [InlineData("""["0x1"]""", "a list")]
    [InlineData("17", "a number")]
    [InlineData("true", "true or false")]
    [InlineData("\"Internal\\u001b error\"", "no valid profile address")]
    [InlineData("\"\\ud800\"", "no valid profile address")]
    public async Task A_profile_of_an_unexpected_shape_is_told_as_what_came_and_not_as_an_absence(string data, string what)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetProfileAddressAsync(Wallet, TestContext.Current.CancellationToken), $$"""{"success":true,"data":{{data}}}""");

        Assert.Equal(KanaErrorKind.InvalidResponse, e.Kind);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Contains(data[..2], e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_refuses_is_told_as_that_of_a_gateway()
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(MarketsAsync, "<html><title>blocked</title></html>", "403 Forbidden");

        Assert.Equal(KanaErrorKind.Unauthorized, e.Kind);
        Assert.StartsWith("The answer is a web page, so it comes from something in front of the venue", e.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("14")]
    [InlineData("0xZZ")]
    public async Task What_is_no_address_is_refused_without_a_call(string wallet)
    {
        await using RestFixture fixture = new();

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => fixture.Client.GetProfileAddressAsync(wallet, TestContext.Current.CancellationToken));

        Assert.Equal((KanaErrorKind.InvalidAddress, 0), (e.Kind, fixture.Server.ConnectionCount));
    }

    [Fact]
    public async Task A_market_that_the_venue_answers_with_an_empty_list_is_not_found()
    {
        await using RestFixture fixture = new();

        KanaException error = await fixture.FailAsync(c => c.GetMarketInfoAsync(77, TestContext.Current.CancellationToken), """{"success":true,"data":[]}""");

        Assert.Equal(KanaErrorKind.NotFound, error.Kind);
        Assert.Contains("77", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(MarketsAsync, "", "302 Found", $"Location: {fixture.Server.Endpoint.Rest}elsewhere\r\n");

        Assert.Equal(KanaErrorKind.InvalidResponse, e.Kind);
        Assert.Contains("Redirects are not followed", e.NextStep, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time()
    {
        await using RestFixture fixture = new(timeout: TimeSpan.FromMilliseconds(200));

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => MarketsAsync(fixture.Client).InTime());

        Assert.Equal(KanaErrorKind.Timeout, e.Kind);
        Assert.Contains("0.2 s", e.Message, StringComparison.Ordinal);
        await (await fixture.Server.AcceptAsync()).EndAsync();
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_of_its_answer_is_given_up_in_time()
    {
        await using RestFixture fixture = new(timeout: TimeSpan.FromMilliseconds(300));
        Task<IReadOnlyList<Market>> call = MarketsAsync(fixture.Client);
        ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");

        Assert.Equal(KanaErrorKind.Timeout, (await Assert.ThrowsAsync<KanaException>(() => call.InTime())).Kind);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_a_failure_to_connect()
    {
        await using RestFixture fixture = new();
        await fixture.Server.DisposeAsync();

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => MarketsAsync(fixture.Client));

        Assert.Equal(KanaErrorKind.ConnectFailed, e.Kind);
        Assert.Contains(fixture.Server.Endpoint.Rest.Host, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_says_so()
    {
        await using RestFixture fixture = new();
        using CancellationTokenSource cancellation = new();
        Task call = fixture.Client.GetAllMarketsAsync(cancellation.Token);
        await fixture.Server.AcceptAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.InTime());
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        await using RestFixture fixture = new();
        Task<IReadOnlyList<Market>> call = MarketsAsync(fixture.Client);
        using ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        byte[] chunk = new byte[1 << 20];
        Array.Fill(chunk, (byte)' ');

        // The client hangs up somewhere on the way; what is sent after that can't be delivered.
        await Record.ExceptionAsync(async () =>
        {
            for (int i = 0; i < 64; i++)
            {
                await connection.SendAsync(chunk);
            }
        });

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => call.InTime());
        Assert.Equal((KanaErrorKind.InvalidResponse, 1), (e.Kind, fixture.Server.ConnectionCount));
    }

    [Fact]
    public async Task An_answer_that_says_it_is_huge_is_not_even_begun()
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(MarketsAsync, "", "200 OK", "Content-Type: application/json\r\nX: y\r\nContent-Length: 999999999999\r\nX-Length-");

        Assert.Equal((KanaErrorKind.InvalidResponse, 0), (e.Kind, fixture.Retries.Count));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title> 502 Bad\u001b Gateway </title></head></html>", "text/html", "but text/html. It begins: a page titled '502 Bad\\u001B Gateway'")]
    [InlineData("<html>so it is</html>", "text/html; charset=utf-8", "but text/html. It begins: <html>so it is")]
    [InlineData("nothing is here", "text/plain", "but text/plain. It begins: nothing is here")]
    [InlineData("{\"success\":true,\"data\":[", "application/json", "not the expected JSON. It begins: {")]
    [InlineData("{\"success\":true,\"data\":[]} {}", "application/json", "not the expected JSON. It begins: {")]
    public async Task What_is_no_JSON_is_named_by_its_type_and_its_beginning(string body, string type, string words)
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(MarketsAsync, body, "200 OK", $"Content-Type: {type}\r\n");

        Assert.Equal(KanaErrorKind.InvalidResponse, e.Kind);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/octet-stream")]
    public async Task JSON_of_another_type_is_read_all_the_same(string type)
    {
        await using RestFixture fixture = new();

        (IReadOnlyList<Market> markets, _) = await fixture.CallAsync(MarketsAsync, "\uFEFF{\"data\":[{\"market_id\":\"14\"}],\"success\":true}", "200 OK", $"Content-Type: {type}\r\n");

        Assert.Equal(14, Assert.Single(markets).MarketId);
    }

    private static Task<IReadOnlyList<Market>> MarketsAsync(KanaRestClient client) => client.GetAllMarketsAsync(TestContext.Current.CancellationToken);
}
