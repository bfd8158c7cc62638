using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class ReconnectTests
{
    [Fact]
    public async Task After_a_drop_the_subscription_is_sent_again_and_the_story_is_told_in_order()
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();

        socket.Drop();
        ScriptedWebSocket next = await bench.Server.AcceptWebSocketAsync();
        Assert.Equal("""{"topic":"live_funding_rate"}""", await next.NextTextAsync());
        await next.SendTextAsync(Messages.Funding(2));

        ReconnectingNotice reconnecting = await reader.NoticeAsync<ReconnectingNotice>();
        Assert.Equal((true, 1, true), (reconnecting.WasConnected, reconnecting.Attempt, reconnecting.IsWarning));
        Assert.StartsWith("connection lost: ", reconnecting.Message, StringComparison.Ordinal);
        ReconnectedNotice reconnected = await reader.NoticeAsync<ReconnectedNotice>();
        Assert.Equal((Completeness.WholeState, true), (reconnected.Completeness, reconnected.IsWarning));
        Assert.InRange(reconnected.Downtime, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        FundingRate row = Assert.Single(await reader.RowsAsync());
        Assert.Equal((2m, RowChange.Updated), (row.Rate, row.Change));
        Assert.Equal((1L, 0L, ConnectionState.Live), (bench.Status.Reconnects, bench.Status.Gaps, bench.Status.State));
        Assert.Equal(reconnecting.Reason, bench.Status.LastLossReason);
    }

    [Fact]
    public async Task What_vanished_meanwhile_comes_as_closed()
    {
        await using StreamBench bench = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await bench.LiveFundingAsync();

        socket.Reset();
        ScriptedWebSocket next = await bench.Server.AcceptSubscriberAsync();
        await next.SendTextAsync("""{"data":[],"message":"live_funding_rate"}""");

        await reader.NoticeAsync<ReconnectingNotice>();
        await reader.NoticeAsync<ReconnectedNotice>();
        Assert.Equal(RowChange.Closed, Assert.Single(await reader.RowsAsync()).Change);
    }

    [Theory]
    [InlineData(Completeness.Proven, "No row is missing.", 0, "3")]
    [InlineData(Completeness.PossibleGap, "may be missing.", 1, "8,9")]
    public async Task The_first_list_afterwards_proves_or_disproves_a_gap(Completeness completeness, string says, long gaps, string rows)
    {
        await using StreamBench bench = new();
        using EventReader<Fill> reader = bench.Subscribe(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Fills(1, 2));
        await reader.NoticeAsync<ConnectedNotice>();
        Assert.Equal(2, (await reader.RowsAsync()).Count);

        socket.Drop();
        ScriptedWebSocket next = await bench.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(completeness == Completeness.Proven ? Messages.Fills(2, 3) : Messages.Fills(8, 9));

        await reader.NoticeAsync<ReconnectingNotice>();
        ReconnectedNotice reconnected = await reader.NoticeAsync<ReconnectedNotice>();
        Assert.Equal((completeness, true), (reconnected.Completeness, reconnected.IsWarning));
        Assert.EndsWith(says, reconnected.Message, StringComparison.Ordinal);
        Assert.True(reconnected.From <= reconnected.At);
        Assert.Equal(rows, string.Join(',', (await reader.RowsAsync()).Select(f => f.OrderId)));
        Assert.Equal(gaps, bench.Status.Gaps);
    }

    [Fact]
    public async Task A_connection_lost_before_its_first_message_is_dialled_again_and_told_as_connected_when_it_stands()
    {
        await using StreamBench bench = new();
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();

        (await bench.Server.AcceptWebSocketAsync()).Drop();
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Funding(1));

        List<StreamEvent<FundingRate>> events = [];
        do
        {
            events.Add(await reader.NextAsync());
        }
        while (events[^1].Notice is not null);
        Assert.Contains(events, e => e.Notice is ReconnectingNotice);
        Assert.IsType<ConnectedNotice>(events[^2].Notice);
        Assert.DoesNotContain(events, e => e.Notice is ReconnectedNotice);
    }

    [Fact]
    public async Task A_subscriber_that_comes_during_the_outage_gets_the_last_state_the_word_that_it_may_be_old_and_then_the_changes()
    {
        await using StreamBench bench = new();
        (_, ScriptedWebSocket socket) = await bench.LiveFundingAsync();
        socket.Drop();
        ScriptedWebSocket next = await bench.Server.AcceptSubscriberAsync();

        using EventReader<FundingRate> late = bench.SubscribeToFunding();
        Assert.Equal(1, Assert.Single(await late.RowsAsync()).Rate);
        Assert.True((await late.NoticeAsync<ReconnectingNotice>()).IsWarning);
        await next.SendTextAsync(Messages.Funding(2));

        await late.NoticeAsync<ReconnectedNotice>();
        Assert.Equal(RowChange.Updated, Assert.Single(await late.RowsAsync()).Change);
    }
}
