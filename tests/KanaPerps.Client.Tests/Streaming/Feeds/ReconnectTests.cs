using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

public sealed class ReconnectTests
{
    [Fact]
    public async Task After_a_drop_the_subscription_is_sent_again_and_the_story_is_told_in_order()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptWebSocketAsync();
        Assert.Equal("""{"topic":"live_funding_rate"}""", await next.NextTextAsync());
        await next.SendTextAsync(Messages.Funding(2));

        ReconnectingNotice reconnecting = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.Equal((true, 1, true), (reconnecting.WasConnected, reconnecting.Attempt, reconnecting.IsWarning));
        Assert.StartsWith("connection lost: ", reconnecting.Message, StringComparison.Ordinal);
        ReconnectedNotice reconnected = await reader.NextNoticeAsync<ReconnectedNotice>();
        Assert.Equal((Completeness.WholeState, true), (reconnected.Completeness, reconnected.IsWarning));
        Assert.InRange(reconnected.Downtime, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        FundingRate row = Assert.Single(await reader.NextRowsAsync());
        Assert.Equal((2m, RowChange.Updated), (row.Rate, row.Change));
        Assert.Equal((1L, 0L, ConnectionState.Live), (fixture.Status.Reconnects, fixture.Status.Gaps, fixture.Status.State));
        Assert.Equal(reconnecting.Reason, fixture.Status.LastLossReason);
    }

    [Fact]
    public async Task What_vanished_meanwhile_comes_as_closed()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        socket.Reset();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        await next.SendTextAsync("""{"data":[],"message":"live_funding_rate"}""");

        await reader.NextNoticeAsync<ReconnectingNotice>();
        await reader.NextNoticeAsync<ReconnectedNotice>();
        Assert.Equal(RowChange.Closed, Assert.Single(await reader.NextRowsAsync()).Change);
    }

    [Theory]
    [InlineData(Completeness.Proven, "No row is missing.", 0, "3")]
    [InlineData(Completeness.PossibleGap, "may be missing.", 1, "8,9")]
    public async Task The_first_list_afterwards_proves_or_disproves_a_gap(Completeness completeness, string says, long gaps, string rows)
    {
        await using StreamFixture fixture = new();
        using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Fills(1, 2));
        await reader.NextNoticeAsync<ConnectedNotice>();
        Assert.Equal(2, (await reader.NextRowsAsync()).Count);

        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(completeness == Completeness.Proven ? Messages.Fills(2, 3) : Messages.Fills(8, 9));

        await reader.NextNoticeAsync<ReconnectingNotice>();
        ReconnectedNotice reconnected = await reader.NextNoticeAsync<ReconnectedNotice>();
        Assert.Equal((completeness, true), (reconnected.Completeness, reconnected.IsWarning));
        Assert.EndsWith(says, reconnected.Message, StringComparison.Ordinal);
        Assert.True(reconnected.From <= reconnected.At);
        Assert.Equal(rows, string.Join(',', (await reader.NextRowsAsync()).Select(f => f.OrderId)));
        Assert.Equal(gaps, fixture.Status.Gaps);
    }
}
