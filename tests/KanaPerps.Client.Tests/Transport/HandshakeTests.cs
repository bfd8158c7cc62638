using KanaPerps.Streaming;
using KanaPerps.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Transport;

public sealed class HandshakeTests
{
    private const string WrongKey = "wrong\u001b[31mred";

    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("401 Unauthorized", KanaErrorKind.Unauthorized)]
    [InlineData("403 Forbidden", KanaErrorKind.Unauthorized)]
    [InlineData("404 Not Found", KanaErrorKind.NotFound)]
    [InlineData("301 Moved Permanently", KanaErrorKind.NotAWebSocket)]
    [InlineData("200 OK", KanaErrorKind.NotAWebSocket)]
    [InlineData("400 Bad Request", KanaErrorKind.NotAWebSocket)]
    public async Task An_answer_that_dialling_again_cannot_help_ends_the_stream_with_its_kind(string status, KanaErrorKind kind)
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();

        await fixture.Server.AnswerAsync(status, $"Location: {fixture.Server.Endpoint.Rest}elsewhere\r\n", "<html>no stream here</html>");

        FaultNotice fault = await reader.NextNoticeAsync<FaultNotice>();
        await reader.NextIsEndAsync();
        Assert.Equal(kind, fault.Error.Kind);
        Assert.NotEmpty(fault.Error.NextStep);
        Assert.Equal((ConnectionState.Faulted, false), (fixture.Status.State, fixture.Status.Healthy));
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_redirect_is_a_fault_and_the_place_it_names_is_never_dialled()
    {
        await using StreamFixture fixture = new();
        await using ScriptedServer elsewhere = new();
        await using EventReader<FundingRate> log = fixture.WatchFunding();

        await fixture.Server.AnswerAsync("302 Found", $"Location: {elsewhere.Endpoint.WebSocket}\r\n");

        FaultNotice fault = await log.NoticeAsync<FaultNotice>();
        Assert.Equal(KanaErrorKind.NotAWebSocket, fault.Error.Kind);
        Assert.Contains("302", fault.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (fixture.Server.ConnectionCount, elsewhere.ConnectionCount));
    }

    [Fact]
    public async Task The_handshake_says_what_sends_it()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();

        ReceivedRequest request = await fixture.Server.AnswerAsync("403 Forbidden");

        Assert.Matches(@"^KanaPerps/\d+\.\d+\.\d+$", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task After_a_fault_a_new_subscriber_dials_anew()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> first = fixture.WatchFunding();
        await fixture.Server.AnswerAsync("403 Forbidden");
        await first.NextNoticeAsync<FaultNotice>();

        (EventReader<FundingRate> second, _) = await fixture.LiveAsync();

        Assert.False(second.Subscription.IsCompleted);
        Assert.Equal(ConnectionState.Live, fixture.Status.State);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "7", 7)]
    [InlineData("503 Service Unavailable", "7", 7)]
    [InlineData("503 Service Unavailable", "Fri, 01 May 2026 12:00:30 GMT", 30)]
    [InlineData("503 Service Unavailable", "999999999", 300)]
    [InlineData("429 Too Many Requests", "Sat, 01 May 9999 12:00:00 GMT", 300)]
    public async Task No_dial_comes_before_the_time_that_the_venue_asked_for_and_none_waits_over_five_minutes(string status, string retryAfter, int seconds)
    {
        FakeTimeProvider time = new(s_now);
        await using StreamFixture fixture = new(StreamFixture.Fast with { DialTimeout = TimeSpan.FromDays(1) }, time);
        using EventReader<FundingRate> reader = fixture.WatchFunding();
        await fixture.Server.AnswerAsync(status, $"Retry-After: {retryAfter}\r\n");
        ReconnectingNotice loss = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.Equal(TimeSpan.FromSeconds(seconds), loss.Delay);
        Assert.Equal((false, ConnectionState.Backoff), (loss.WasConnected, fixture.Status.State));
        Assert.Contains(status[..3], loss.Reason, StringComparison.Ordinal);

        // The timer of the delay may not be there yet, so the clock goes on until the dial comes; never too early is what counts.
        Task<ScriptedConnection> dial = fixture.Server.AcceptAsync();
        await Eventually.HoldsAsync(() =>
        {
            if (!dial.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(seconds / 10.0));
            }

            return dial.IsCompleted;
        });

        Assert.True(time.GetUtcNow() - loss.At >= TimeSpan.FromSeconds(seconds), $"dialled after {time.GetUtcNow() - loss.At}");
    }

    [Theory]
    [InlineData("500 Internal Server Error", "")]
    [InlineData("502 Bad Gateway", "Retry-After: 100\r\n")]
    [InlineData("503 Service Unavailable", "Retry-After: NaN\r\n")]
    public async Task A_server_in_trouble_is_dialled_again(string status, string headers)
    {
        await using StreamFixture fixture = new();
        Task answered = fixture.Server.AnswerAsync(status, headers);
        using EventReader<FundingRate> reader = fixture.WatchFunding();
        await answered;

        Assert.InRange((await reader.NextNoticeAsync<ReconnectingNotice>()).Delay, TimeSpan.Zero, StreamFixture.Fast.BackoffMax);
        await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();
    }

    [Fact]
    public async Task A_wrong_accept_key_is_a_loss()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();
        await AnswerWithWrongKeyAsync(fixture);

        Assert.Contains("wrong key", (await reader.NextNoticeAsync<ReconnectingNotice>()).Reason, StringComparison.Ordinal);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await reader.RowsAsync();
    }

    [Fact]
    public async Task Three_wrong_accept_keys_in_a_row_are_a_fault_that_can_be_printed_with_all_its_causes()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();

        KanaException error = await ThirdIsFatalAsync(fixture, reader, c => c.SendSwitchAsync(WrongKey));

        Assert.DoesNotContain('\u001b', error.ToString());
    }

    [Fact]
    public async Task A_garbage_status_line_three_times_is_a_fault()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();

        await ThirdIsFatalAsync(fixture, reader, c => c.SendAsync("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
    }

    [Fact]
    public async Task A_connection_that_closes_without_an_answer_is_dialled_again()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();

        // The framework tries three times more by itself before it calls a dial failed.
        for (int i = 0; i < 4; i++)
        {
            using ScriptedConnection connection = await fixture.Server.AcceptAsync();
            await connection.ReadRequestAsync();
        }

        ReconnectingNotice notice = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.Equal((false, 1), (notice.WasConnected, notice.Attempt));
        await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();
    }

    private static async Task<KanaException> ThirdIsFatalAsync(StreamFixture fixture, EventReader<FundingRate> reader, Func<ScriptedConnection, Task> answer)
    {
        for (int i = 0; i < 3; i++)
        {
            ScriptedConnection connection = await fixture.Server.AcceptAsync();
            await connection.ReadRequestAsync();
            await answer(connection);
            connection.Dispose();
        }

        await reader.NextNoticeAsync<ReconnectingNotice>();
        await reader.NextNoticeAsync<ReconnectingNotice>();
        KanaException error = (await reader.NextNoticeAsync<FaultNotice>()).Error;
        Assert.Equal((KanaErrorKind.NotAWebSocket, 3), (error.Kind, fixture.Server.ConnectionCount));
        return error;
    }

    private static async Task AnswerWithWrongKeyAsync(StreamFixture fixture)
    {
        using ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.SendSwitchAsync(WrongKey);
        await connection.EndAsync();
    }
}
