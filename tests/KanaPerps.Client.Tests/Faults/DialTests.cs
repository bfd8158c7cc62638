using System.Diagnostics.Metrics;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Faults;

/// <summary>Dials that come to nothing.</summary>
public sealed class DialTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_upgrade_that_is_never_answered_is_a_loss_at_the_dial_timeout()
    {
        FakeTimeProvider time = new(s_now);
        await using FaultBench bench = new(FaultBench.Fast, time);
        await using EventLog<FundingRate> log = bench.Watch(KanaTopics.FundingRates);
        using ScriptedConnection connection = await bench.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(ConnectionState.Connecting, bench.Status.State);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("the endpoint did not answer in time", (await log.NoticeAsync<ReconnectingNotice>()).Reason);
        await connection.EndAsync();
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_it_is_answered_is_a_loss_and_dialled_again()
    {
        await using FaultBench bench = new();
        await using EventLog<FundingRate> log = bench.Watch(KanaTopics.FundingRates);
        using ScriptedConnection connection = await bench.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        connection.Reset();

        ReconnectingNotice notice = await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal((KanaErrorKind.ConnectFailed, false), (notice.Kind, notice.WasConnected));
        await bench.Server.AcceptSubscriberAsync();
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_a_loss_and_looked_up_anew_for_each_dial()
    {
        const string Host = "kana-perps-nobody-knows.invalid";
        int lookups = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "dns.lookup.duration")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                Interlocked.Add(ref lookups, tag.Value as string == Host ? 1 : 0);
            }
        });
        listener.Start();
        await using ConnectionManager manager = new(FaultBench.Fast with { DialTimeout = TimeSpan.FromSeconds(60) });
        await using EventLog<FundingRate> log = new(manager.Subscribe(KanaEndpoint.From(new Uri($"wss://{Host}/ws/")), KanaTopics.FundingRates));

        for (int i = 0; i < 3; i++)
        {
            ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();
            Assert.Equal(("the host's name can't be looked up", false), (loss.Reason, loss.WasConnected));
        }

        Assert.True(lookups >= 3, $"{lookups} lookups");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task A_port_where_nobody_listens_is_a_loss_however_the_host_is_written(string host)
    {
        await using ConnectionManager manager = new(FaultBench.Fast);
        await using EventLog<FundingRate> log = new(manager.Subscribe(KanaEndpoint.From(new Uri($"ws://{host}:1/ws/")), KanaTopics.FundingRates));

        Assert.StartsWith("the endpoint can't be reached", (await log.NoticeAsync<ReconnectingNotice>()).Reason, StringComparison.Ordinal);
        await log.NoticeAsync<ReconnectingNotice>();
    }

    [Fact]
    public async Task A_redirect_is_a_fault_and_the_place_it_names_is_never_dialled()
    {
        await using FaultBench bench = new();
        await using ScriptedServer elsewhere = new();
        await using EventLog<FundingRate> log = bench.Watch(KanaTopics.FundingRates);

        await bench.Server.AnswerAsync("302 Found", $"Location: {elsewhere.Endpoint.WebSocket}\r\n");

        FaultNotice fault = await log.NoticeAsync<FaultNotice>();
        Assert.Equal(KanaErrorKind.NotAWebSocket, fault.Error.Kind);
        Assert.Contains("302", fault.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (bench.Server.ConnectionCount, elsewhere.ConnectionCount));
    }

    [Fact]
    public async Task A_wrong_accept_key_is_a_loss()
    {
        await using FaultBench bench = new();
        await using EventLog<FundingRate> log = bench.Watch(KanaTopics.FundingRates);
        await AnswerWithWrongKeyAsync(bench);

        Assert.Contains("wrong key", (await log.NoticeAsync<ReconnectingNotice>()).Reason, StringComparison.Ordinal);
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(FaultBench.Rate(1));
        await log.RowsAsync();
    }

    [Fact]
    public async Task Three_wrong_accept_keys_in_a_row_are_a_fault_that_can_be_printed_with_all_its_causes()
    {
        await using FaultBench bench = new();
        await using EventLog<FundingRate> log = bench.Watch(KanaTopics.FundingRates);
        for (int i = 0; i < 3; i++)
        {
            await AnswerWithWrongKeyAsync(bench);
        }

        KanaException error = (await log.NoticeAsync<FaultNotice>()).Error;
        Assert.Equal(KanaErrorKind.NotAWebSocket, error.Kind);
        Assert.DoesNotContain('\u001b', error.ToString());
    }

    [Fact]
    public async Task What_does_not_speak_TLS_on_a_secure_port_is_no_certificate_trouble_but_a_violation()
    {
        await using FaultBench bench = new();
        KanaEndpoint secure = KanaEndpoint.From(new UriBuilder(bench.Server.Endpoint.WebSocket) { Scheme = "wss" }.Uri);
        await using EventLog<FundingRate> log = new(bench.Manager.Subscribe(secure, KanaTopics.FundingRates));
        for (int i = 0; i < 3; i++)
        {
            using ScriptedConnection connection = await bench.Server.AcceptAsync();
            await connection.SendAsync("SSH-2.0-OpenSSH_9.6\r\nThis is no TLS at all.\r\n");
            await connection.EndAsync();
        }

        FaultNotice fault = await log.NoticeAsync<FaultNotice>();
        Assert.Equal(KanaErrorKind.NotAWebSocket, fault.Error.Kind);
        Assert.Contains("TLS", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, log.Notices.OfType<ReconnectingNotice>().Count());
    }

    [Theory]
    [InlineData("429 Too Many Requests", "7", 7)]
    [InlineData("503 Service Unavailable", "7", 7)]
    [InlineData("503 Service Unavailable", "Fri, 01 May 2026 12:00:30 GMT", 30)]
    [InlineData("429 Too Many Requests", "31536000", 300)]
    [InlineData("429 Too Many Requests", "Sat, 01 May 9999 12:00:00 GMT", 300)]
    public async Task No_dial_comes_before_the_time_that_the_venue_asked_for_and_none_waits_over_five_minutes(string status, string retryAfter, int seconds)
    {
        FakeTimeProvider time = new(s_now);
        await using FaultBench bench = new(FaultBench.Fast with { DialTimeout = TimeSpan.FromDays(1) }, time);
        await using EventLog<FundingRate> log = bench.Watch(KanaTopics.FundingRates);
        await bench.Server.AnswerAsync(status, $"Retry-After: {retryAfter}\r\n");
        ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(TimeSpan.FromSeconds(seconds), loss.Delay);

        // The timer of the delay may not be there yet, so the clock goes on until the dial comes; never too early is what counts.
        Task<ScriptedConnection> dial = bench.Server.AcceptAsync();
        while (await Task.WhenAny(dial, Task.Delay(5, TestContext.Current.CancellationToken)) != dial)
        {
            time.Advance(TimeSpan.FromSeconds(seconds / 10.0));
        }

        Assert.True(time.GetUtcNow() - loss.At >= TimeSpan.FromSeconds(seconds), $"dialled after {time.GetUtcNow() - loss.At}");
    }

    private static async Task AnswerWithWrongKeyAsync(FaultBench bench)
    {
        using ScriptedConnection connection = await bench.Server.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.SendSwitchAsync("wrong\u001b[31mred");
        await connection.EndAsync();
    }
}
