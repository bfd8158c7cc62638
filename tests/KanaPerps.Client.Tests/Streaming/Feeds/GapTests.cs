using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Rows that a history may have lost are told where they would have stood, on a standing connection too.</summary>
public sealed class GapTests
{
    [Fact]
    public async Task Rows_that_slid_out_of_the_list_on_a_standing_connection_are_told_in_their_place_and_counted()
    {
        await using StreamFixture fixture = new();
        using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.FillsBetween(1, 9));
        await reader.NextRowsAsync();

        await socket.SendTextAsync(Messages.FillsBetween(16, 25));

        GapNotice gap = await reader.NextNoticeAsync<GapNotice>();
        Assert.Equal((Decode.Seconds(9), true), (gap.From, gap.IsWarning));
        Assert.Contains("may be missing", gap.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await reader.NextRowsAsync()).Count);
        Assert.Equal((1L, 0L), (fixture.Status.Gaps, fixture.Status.Reconnects));
        await socket.SendTextAsync(Messages.FillsBetween(17, 26));
        Assert.Equal("26", Assert.Single(await reader.NextRowsAsync()).OrderId);
    }

    [Fact]
    public async Task After_a_reconnect_a_replica_that_is_behind_proves_nothing_and_the_outage_is_one_gap()
    {
        await using StreamFixture fixture = new();
        using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.FillsBetween(1, 9));
        await reader.NextRowsAsync();
        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();

        await next.SendTextAsync(Messages.FillsBetween(1, 7));
        await next.SendTextAsync(Messages.FillsBetween(20, 29));

        await reader.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(Completeness.PossibleGap, (await reader.NoticeAsync<ReconnectedNotice>()).Completeness);
        await reader.NoticeAsync<OutOfOrderNotice>();
        Assert.Equal(Decode.Seconds(9), (await reader.NoticeAsync<GapNotice>()).From);
        Assert.Equal("20", (await reader.RowsAsync())[0].OrderId);
        Assert.Equal((1L, 1L), (fixture.Status.Gaps, fixture.Status.Reconnects));
    }

    [Fact]
    public async Task A_venue_that_sends_each_trade_once_is_not_told_as_a_gap_for_ever()
    {
        await using StreamFixture fixture = new();
        await using EventReader<Fill> log = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.Fills, "0x1"));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        for (int i = 1; i < 40; i += 2)
        {
            await socket.SendTextAsync(Messages.FillsBetween(i, i + 1));
            await log.RowAsync(f => f.OrderId == $"{i + 1}");
        }

        Assert.Equal([false, false, true], log.All.Select(e => e.Notice).OfType<GapNotice>().Select(g => g.IsLast));
        Assert.Equal(3, fixture.Status.Gaps);

        // From a list that repeats rows on, gaps can be seen.
        await socket.SendTextAsync(Messages.FillsBetween(38, 42));
        await socket.SendTextAsync(Messages.FillsBetween(50, 59));
        await log.RowAsync(f => f.OrderId == "59");
        Assert.Equal(4, fixture.Status.Gaps);
    }

    [Fact]
    public void Gaps_that_nobody_has_read_of_are_told_together()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        for (int i = 1; i <= 100; i++)
        {
            fixture.PostGap(from: i, at: i + 1);
        }

        GapNotice gap = Assert.IsType<GapNotice>(Assert.Single(fixture.ReadAll()).Notice);
        Assert.Equal((100, Decode.Seconds(1), Decode.Seconds(101)), (gap.Count, gap.From, gap.At));
    }
}
