using System.Diagnostics;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData("401 Unauthorized", KanaErrorKind.Unauthorized)]
    [InlineData("403 Forbidden", KanaErrorKind.Unauthorized)]
    [InlineData("404 Not Found", KanaErrorKind.NotFound)]
    [InlineData("301 Moved Permanently", KanaErrorKind.NotAWebSocket)]
    [InlineData("302 Found", KanaErrorKind.NotAWebSocket)]
    [InlineData("200 OK", KanaErrorKind.NotAWebSocket)]
    [InlineData("400 Bad Request", KanaErrorKind.NotAWebSocket)]
    public async Task An_answer_that_dialling_again_cannot_help_ends_the_stream_with_its_kind(string status, KanaErrorKind kind)
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        await bench.Server.AnswerAsync(status, $"Location: {bench.Server.Endpoint.Rest}elsewhere\r\n", "<html>no stream here</html>");

        FaultNotice fault = await reader.NoticeAsync<FaultNotice>();
        await reader.EndAsync();
        Assert.Equal(kind, fault.Error.Kind);
        Assert.NotEmpty(fault.Error.NextStep);
        Assert.Equal((ConnectionState.Faulted, false), (bench.Status.State, bench.Status.Healthy));
        Assert.Equal(1, bench.Server.ConnectionCount);
    }

    [Fact]
    public async Task The_handshake_says_what_sends_it()
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        ReceivedRequest request = await bench.Server.AnswerAsync("403 Forbidden");

        Assert.Matches(@"^KanaPerps/\d+\.\d+\.\d+$", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task After_a_fault_a_new_subscriber_dials_anew()
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> first = bench.SubscribeToFunding();
        await bench.Server.AnswerAsync("403 Forbidden");
        await first.NoticeAsync<FaultNotice>();

        (EventReader<FundingRate> second, _) = await bench.LiveFundingAsync();

        Assert.False(second.Subscription.IsCompleted);
        Assert.Equal(ConnectionState.Live, bench.Status.State);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "7", 7)]
    [InlineData("503 Service Unavailable", "7", 7)]
    [InlineData("503 Service Unavailable", "999999999", 300)]
    [InlineData("503 Service Unavailable", "Fri, 31 Dec 9999 23:59:59 GMT", 300)]
    public async Task A_venue_that_asks_for_patience_gets_it_up_to_five_minutes(string status, string retryAfter, double seconds)
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        await bench.Server.AnswerAsync(status, $"Retry-After: {retryAfter}\r\n");

        ReconnectingNotice notice = await reader.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(seconds, notice.Delay.TotalSeconds);
        Assert.Equal((false, ConnectionState.Backoff), (notice.WasConnected, bench.Status.State));
        Assert.Contains(status[..3], notice.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500 Internal Server Error", "")]
    [InlineData("502 Bad Gateway", "Retry-After: 100\r\n")]
    [InlineData("503 Service Unavailable", "Retry-After: NaN\r\n")]
    public async Task A_server_in_trouble_is_dialled_again(string status, string headers)
    {
        await using StreamBench bench = new();
        Task answered = bench.Server.AnswerAsync(status, headers);
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();
        await answered;

        Assert.InRange((await reader.NoticeAsync<ReconnectingNotice>()).Delay, TimeSpan.Zero, StreamBench.Fast.BackoffMax);
        await bench.Server.AcceptSubscriberAsync();
        await reader.NoticeAsync<ConnectedNotice>();
    }

    [Fact]
    public async Task A_wrong_accept_key_three_times_is_a_fault()
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        await AssertThirdIsFatal(bench, reader, c => c.SendSwitchAsync("c29tZXRoaW5nIGVsc2UgZW50aXJlbHk="));
    }

    [Fact]
    public async Task A_garbage_status_line_three_times_is_a_fault()
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        await AssertThirdIsFatal(bench, reader, c => c.SendAsync("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
    }

    [Fact]
    public async Task A_connection_that_closes_without_an_answer_is_dialled_again()
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        // The framework tries three times more by itself before it calls a dial failed.
        for (int i = 0; i < 4; i++)
        {
            using ScriptedConnection connection = await bench.Server.AcceptAsync();
            await connection.ReadRequestAsync();
        }

        ReconnectingNotice notice = await reader.NoticeAsync<ReconnectingNotice>();
        Assert.Equal((false, 1), (notice.WasConnected, notice.Attempt));
        await bench.Server.AcceptSubscriberAsync();
        await reader.NoticeAsync<ConnectedNotice>();
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_a_loss_with_its_reason()
    {
        await using StreamBench bench = new();
        await bench.Server.DisposeAsync();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        ReconnectingNotice notice = await reader.NoticeAsync<ReconnectingNotice>();

        Assert.Equal((KanaErrorKind.ConnectFailed, "the endpoint can't be reached (connection refused)"), (notice.Kind, notice.Reason));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_ten_seconds()
    {
        FakeTimeProvider time = new();
        await using StreamBench bench = new(time: time);
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();
        ScriptedConnection connection = await bench.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("the endpoint did not answer in time", (await reader.NoticeAsync<ReconnectingNotice>()).Reason);
        await connection.EndAsync();
    }

    [Fact]
    public async Task Leaving_while_a_server_never_answers_leaves_nothing_behind()
    {
        await using StreamBench bench = new();
        EventReader<FundingRate> reader = bench.SubscribeToFunding();
        ScriptedConnection connection = await bench.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        Stopwatch watch = Stopwatch.StartNew();
        reader.Subscription.DisposeAtOnce();
        await connection.EndAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(bench.Manager.GetConnections());
    }

    private static async Task AssertThirdIsFatal(StreamBench bench, EventReader<FundingRate> reader, Func<ScriptedConnection, Task> answer)
    {
        for (int i = 0; i < 3; i++)
        {
            ScriptedConnection connection = await bench.Server.AcceptAsync();
            await connection.ReadRequestAsync();
            await answer(connection);
            connection.Dispose();
        }

        await reader.NoticeAsync<ReconnectingNotice>();
        await reader.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(KanaErrorKind.NotAWebSocket, (await reader.NoticeAsync<FaultNotice>()).Error.Kind);
        Assert.Equal(3, bench.Server.ConnectionCount);
    }
}
