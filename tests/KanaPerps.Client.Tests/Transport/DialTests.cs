using System.Diagnostics.Metrics;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Dials that come to nothing.</summary>
public sealed class DialTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_upgrade_that_is_never_answered_is_a_loss_at_the_dial_timeout()
    {
        FakeTimeProvider time = new(s_now);
        await using StreamFixture fixture = new(StreamFixture.Fast, time);
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        using ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(ConnectionState.Connecting, fixture.Status.State);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("the endpoint did not answer in time", (await log.NoticeAsync<ReconnectingNotice>()).Reason);
        await connection.EndAsync();
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_it_is_answered_is_a_loss_and_dialled_again()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        using ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        connection.Reset();

        ReconnectingNotice notice = await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal((KanaErrorKind.ConnectFailed, false), (notice.Kind, notice.WasConnected));
        await fixture.Server.AcceptSubscriberAsync();
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
        await using ConnectionManager manager = new(StreamFixture.Fast with { DialTimeout = TimeSpan.FromSeconds(60) });
        await using EventReader<FundingRate> log = new(manager.Subscribe(KanaEndpoint.From(new Uri($"wss://{Host}/ws/")), KanaTopics.FundingRates));

        for (int i = 0; i < 3; i++)
        {
            ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();
            Assert.Equal(("the name of the host can't be resolved", false), (loss.Reason, loss.WasConnected));
        }

        Assert.True(lookups >= 3, $"{lookups} lookups");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task A_port_where_nobody_listens_is_a_loss_however_the_host_is_written(string host)
    {
        await using ConnectionManager manager = new(StreamFixture.Fast);
        await using EventReader<FundingRate> log = new(manager.Subscribe(KanaEndpoint.From(new Uri($"ws://{host}:1/ws/")), KanaTopics.FundingRates));

        ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(KanaErrorKind.ConnectFailed, loss.Kind);
        Assert.StartsWith("the endpoint can't be reached (", loss.Reason, StringComparison.Ordinal);
        await log.NoticeAsync<ReconnectingNotice>();
    }

    [Fact]
    public async Task What_does_not_speak_TLS_on_a_secure_port_is_no_certificate_trouble_but_a_violation()
    {
        await using StreamFixture fixture = new();
        KanaEndpoint secure = KanaEndpoint.From(new UriBuilder(fixture.Server.Endpoint.WebSocket) { Scheme = "wss" }.Uri);
        await using EventReader<FundingRate> log = new(fixture.Manager.Subscribe(secure, KanaTopics.FundingRates));
        for (int i = 0; i < 3; i++)
        {
            using ScriptedConnection connection = await fixture.Server.AcceptAsync();
            await connection.SendAsync("SSH-2.0-OpenSSH_9.6\r\nThis is no TLS at all.\r\n");
            await connection.EndAsync();
        }

        FaultNotice fault = await log.NoticeAsync<FaultNotice>();
        Assert.Equal(KanaErrorKind.NotAWebSocket, fault.Error.Kind);
        Assert.Contains("TLS", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, log.Notices.OfType<ReconnectingNotice>().Count());
    }
}
