using System.Diagnostics;
using System.Diagnostics.Metrics;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>What dotnet-counters and OpenTelemetry see of the faults.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Messages_losses_reconnects_and_bad_messages_are_counted_under_their_topic()
    {
        // A topic of its own tells this feed's counts from those of every other in the process.
        RawTopic topic = new("metrics_probe", TopicKeyKind.None);
        Dictionary<string, long> counted = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "KanaPerps")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            Dictionary<string, object?> known = new(tags.ToArray());
            if (known.GetValueOrDefault("topic") as string == topic.Name)
            {
                string detail = known.Remove("topic") && known.Count > 0 ? $" {known.Single().Key}={known.Single().Value}" : "";
                lock (counted)
                {
                    counted[instrument.Name + detail] = counted.GetValueOrDefault(instrument.Name + detail) + value;
                }
            }
        });
        listener.Start();

        await using (StreamFixture fixture = new())
        {
            await using EventReader<TopicMessage> log = fixture.Watch(topic);
            ScriptedWebSocket first = await fixture.Server.AcceptSubscriberAsync();
            await first.SendTextAsync("one");
            await log.RowsAsync();
            await first.SendTextAsync("");
            await log.NoticeAsync<BadMessageNotice>();
            await first.SendCloseAsync(1001);
            ScriptedWebSocket second = await fixture.Server.AcceptSubscriberAsync();
            await second.SendTextAsync("two");
            await log.RowsAsync();
        }

        Dictionary<string, long> expected = new()
        {
            ["kana.feeds"] = 0,
            ["kana.messages"] = 3,
            ["kana.bytes"] = 6,
            ["kana.rows"] = 2,
            ["kana.losses kind=ConnectFailed"] = 1,
            ["kana.reconnects"] = 1,
            ["kana.gaps"] = 1,
            ["kana.messages.bad reason=EmptyFrame"] = 1,
        };
        Assert.Equal(expected.OrderBy(c => c.Key), counted.OrderBy(c => c.Key));
    }

    [Fact]
    public async Task Each_dial_is_a_span_with_its_outcome()
    {
        await using StreamFixture fixture = new();
        int port = fixture.Server.Endpoint.WebSocket.Port;
        List<Activity> dials = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "KanaPerps",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (dials)
                {
                    dials.AddRange(span.GetTagItem("server.port") is int at && at == port ? [span] : []);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        await fixture.Server.AnswerAsync("503 Service Unavailable");
        await fixture.Server.AcceptSubscriberAsync();
        await log.NoticeAsync<ConnectedNotice>();

        Assert.Equal(2, dials.Count);
        Assert.All(dials, d => Assert.Equal(("kana.dial", "live_funding_rate", "127.0.0.1"), (d.OperationName, d.GetTagItem("topic"), d.GetTagItem("server.address"))));
        Assert.Equal((ActivityStatusCode.Error, "the venue answers 503", "ConnectFailed"), (dials[0].Status, dials[0].StatusDescription, dials[0].GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Unset, dials[1].Status);
    }
}
