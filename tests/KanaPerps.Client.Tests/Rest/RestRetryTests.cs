using System.Threading.Channels;
using KanaPerps.Rest;
using KanaPerps.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Rest;

public sealed class RestRetryTests
{
    private const string NoMarkets = """{"success":true,"data":[]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("408 Request Timeout")]
    [InlineData("425 Too Early")]
    [InlineData("429 Too Many Requests")]
    [InlineData("500 Internal Server Error")]
    [InlineData("502 Bad Gateway")]
    [InlineData("503 Service Unavailable")]
    [InlineData("599 Whatever")]
    public async Task A_status_that_may_pass_is_tried_again(string status)
    {
        await using RestFixture fixture = new();
        int answers = 0;

        (IReadOnlyList<Market> markets, IReadOnlyList<ReceivedRequest> requests) = await fixture.CallAsync(
            c => c.GetAllMarketsAsync(Token),
            connection => ++answers < 3 ? connection.AnswerAsync(status, "", "busy") : connection.AnswerAsync("200 OK", "", NoMarkets));

        Assert.Empty(markets);
        Assert.Equal(3, requests.Count);
        Assert.Equal([1, 2], fixture.Retries.Select(r => r.Attempt));
        Assert.Equal($"The venue answered {status[..3]} to getPerpetualAssetsInfo/allMarkets: busy. Retrying getPerpetualAssetsInfo/allMarkets in 0 s (attempt 2).", fixture.Retries[0].ToString());
        Assert.All(requests, r => Assert.Equal(RestFixture.Key, r.Headers["x-api-key"]));
    }

    [Fact]
    public async Task A_venue_that_stays_in_trouble_is_given_up_after_five_tries()
    {
        await using RestFixture fixture = new();

        KanaException e = await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), "busy", "503 Service Unavailable");

        Assert.Equal((KanaErrorKind.VenueError, 4), (e.Kind, fixture.Retries.Count));
        Assert.Contains("(5 attempts in", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    [InlineData("302 Found")]
    [InlineData("204 No Content")]
    [InlineData("407 Proxy Authentication Required")]
    public async Task A_status_that_will_not_change_is_final(string status)
    {
        await using RestFixture fixture = new();

        await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), "", status);

        Assert.Empty(fixture.Retries);
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_refusal_in_the_envelope_is_final()
    {
        await using RestFixture fixture = new();

        await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), """{"success":false,"message":"no"}""");

        Assert.Empty(fixture.Retries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\":true,")]
    [InlineData("this is no HTTP\r\n\r\n")]
    public async Task A_connection_that_breaks_is_tried_again(string sent)
    {
        await using RestFixture fixture = new();
        int answers = 0;

        (IReadOnlyList<Market> markets, IReadOnlyList<ReceivedRequest> requests) = await fixture.CallAsync(c => c.GetAllMarketsAsync(Token), async connection =>
        {
            if (++answers > 2)
            {
                return await connection.AnswerAsync("200 OK", "", NoMarkets);
            }

            ReceivedRequest request = await connection.ReadRequestAsync();
            await connection.SendAsync(sent);
            return request;
        });

        Assert.Empty(markets);
        Assert.Equal(3, requests.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Mon, 01 Jan 2001 00:00:11 GMT", 11)]
    [InlineData("0", 0.125)]
    [InlineData("Sun, 31 Dec 2000 00:00:00 GMT", 0.125)]
    [InlineData("soon", 0.125)]
    [InlineData("86400", 300)]
    [InlineData("99999999999999999999", 300)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 300)]
    public async Task The_venue_says_how_long_to_wait(string retryAfter, double seconds)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Channel<RestRetry> told = Channel.CreateUnbounded<RestRetry>();
        await using RestFixture fixture = new(timeout: TimeSpan.FromHours(1), time: time, onRetry: r => told.Writer.TryWrite(r), chance: 0.5);
        Task<IReadOnlyList<Market>> call = fixture.Client.GetAllMarketsAsync(Token);
        await fixture.Server.AnswerAsync("429 Too Many Requests", $"Retry-After: {retryAfter}\r\n");

        RestRetry retry = await told.Reader.ReadAsync(Token).AsTask().InTime();
        Assert.Equal(TimeSpan.FromSeconds(seconds), retry.Delay);
        time.Advance(retry.Delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fixture.Server.ConnectionCount);
        time.Advance(TimeSpan.FromMilliseconds(1));

        await fixture.Server.AnswerAsync("200 OK", "", NoMarkets);
        Assert.Empty(await call.InTime());
    }

    [Theory]
    [InlineData("15")]
    [InlineData("86400")]
    public async Task A_wait_beyond_the_time_given_is_not_begun(string retryAfter)
    {
        await using RestFixture fixture = new(time: new FakeTimeProvider());

        KanaException e = await fixture.FailAsync(c => c.GetAllMarketsAsync(Token), "", "429 Too Many Requests", $"Retry-After: {retryAfter}\r\n");

        Assert.Equal(KanaErrorKind.VenueError, e.Kind);
        Assert.Contains($"asks to wait {retryAfter} s", e.NextStep, StringComparison.Ordinal);
        Assert.Empty(fixture.Retries);
    }

    [Fact]
    public async Task The_time_given_is_for_all_tries_together_and_its_end_tells_what_was_before()
    {
        FakeTimeProvider time = new();
        await using RestFixture fixture = new(timeout: TimeSpan.FromSeconds(10), time: time);
        Task<IReadOnlyList<Market>> call = fixture.Client.GetAllMarketsAsync(Token);
        await fixture.Server.AnswerAsync("503 Service Unavailable", "", "busy");
        ScriptedConnection second = await fixture.Server.AcceptAsync();
        await second.ReadRequestAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => call.InTime());
        Assert.Equal(KanaErrorKind.Timeout, e.Kind);
        Assert.Contains("within 10 s. The attempt before: The venue answered 503", e.Message, StringComparison.Ordinal);
        await second.EndAsync();
    }

    [Fact]
    public async Task A_call_that_waits_for_its_next_try_is_cancelled_at_once()
    {
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource cancellation = new();
        await using RestFixture fixture = new(time: new FakeTimeProvider(), onRetry: _ => waits.TrySetResult(), chance: 0.9);
        Task call = fixture.Client.GetAllMarketsAsync(cancellation.Token);
        await fixture.Server.AnswerAsync("500 Internal Server Error");
        await waits.Task.InTime();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.InTime());
    }

    [Fact]
    public void Waits_double_with_full_jitter_and_end()
    {
        TimeSpan left = TimeSpan.FromMinutes(1);

        Assert.Equal([0.25, 0.5, 1, 2], Enumerable.Range(1, 4).Select(n => RestRetryPolicy.Next(n, null, left, 1)!.Value.TotalSeconds));
        Assert.All(Enumerable.Range(1, 4), n => Assert.Equal(TimeSpan.Zero, RestRetryPolicy.Next(n, null, left, 0)));
        Assert.Null(RestRetryPolicy.Next(5, null, left, 0));
        Assert.Null(RestRetryPolicy.Next(1, null, TimeSpan.FromSeconds(0.2), 0.9));
        Assert.Null(RestRetryPolicy.Next(1, TimeSpan.MaxValue, left, 0));
        Assert.Equal(TimeSpan.FromSeconds(30), RestRetryPolicy.Next(1, TimeSpan.FromSeconds(30), left, 0.9));
    }
}
