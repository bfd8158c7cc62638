using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>A tap gets what a subscriber gets, as the venue sent it.</summary>
public sealed class TapTests
{
    [Fact]
    public async Task A_tap_gets_each_message_as_it_came_between_the_notices_that_a_subscriber_gets()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> reader = fixture.WatchFunding();
        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, KanaTopics.FundingRates);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        await socket.SendTextAsync(Messages.Funding(1));
        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":"x"},{"market_id":"15","funding_rate":"3"}]}""");
        await reader.RowAsync(r => r.MarketId == 15);
        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Messages.Funding(2));
        await reader.RowAsync(r => r.Rate == 2);
        await fixture.Manager.DisconnectAsync(fixture.Status.Id);
        await reader.EndAsync();

        Assert.Equal(
            reader.All.Select(e => e.Notice?.ToString() ?? "rows"),
            tap.All.Select(e => e.Notice?.ToString() ?? "rows"));
        Assert.Equal(
            [Messages.Funding(1), """{"data":[{"market_id":"14","funding_rate":"x"},{"market_id":"15","funding_rate":"3"}]}""", Messages.Funding(2)],
            tap.All.Where(e => e.Text is not null).Select(e => e.Text));
        Assert.Equal([1, 1, 2], tap.All.Where(e => e.Text is not null).Select(e => e.Connection));
        Assert.Equal(reader.All.SelectMany(e => e.Items).Select(r => r.ReceivedAt).Distinct(), tap.All.Where(e => e.Text is not null).Select(e => e.At));
        Assert.All(tap.All.Where(e => e.Text is not null), e => Assert.True(e.IsJson));
    }

    [Fact]
    public async Task It_gets_what_cannot_be_read_too_after_the_notice_of_it()
    {
        await using StreamFixture fixture = new();
        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, KanaTopics.RecentTrades, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        Assert.IsType<ConnectedNotice>((await tap.NextAsync()).Notice);

        await socket.SendTextAsync("<html>busy</html>");
        Assert.IsType<BadMessageNotice>((await tap.NextAsync()).Notice);
        Assert.Equal(("<html>busy</html>", false, false), Parts(await tap.NextAsync()));

        await socket.SendRawAsync(Frame.Make(Frame.Binary, "{}"u8.ToArray()));
        Assert.IsType<BadMessageNotice>((await tap.NextAsync()).Notice);
        Assert.Equal(("{}", false, true), Parts(await tap.NextAsync()));

        await socket.SendRawAsync(Frame.OfText(""));
        Assert.IsType<BadMessageNotice>((await tap.NextAsync()).Notice);
        Assert.Equal(("", false, false), Parts(await tap.NextAsync()));
    }

    [Fact]
    public async Task It_keeps_the_feed_alive_as_a_subscriber_does_and_shares_its_connection()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { Linger = TimeSpan.Zero });
        TapLog tap = new();
        IDisposable lease = Tap(fixture, tap, KanaTopics.FundingRates);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await using (EventReader<FundingRate> reader = fixture.WatchFunding())
        {
            Assert.Equal(2, fixture.Status.Subscribers);
            await socket.SendTextAsync(Messages.Funding(1));
            await reader.RowsAsync();
        }

        await socket.SendTextAsync(Messages.Funding(2));
        Assert.Equal(Messages.Funding(1), (await tap.NextMessageAsync()).Text);
        Assert.Equal(Messages.Funding(2), (await tap.NextMessageAsync()).Text);
        Assert.Equal((1, 1), (fixture.Server.ConnectionCount, fixture.Status.Subscribers));

        lease.Dispose();
        lease.Dispose();
        await socket.EndAsync();
        Assert.Empty(fixture.Manager.GetConnections());
    }

    [Fact]
    public async Task One_that_joins_late_gets_the_last_message_with_its_own_time()
    {
        WatchedTime time = new();
        await using StreamFixture fixture = new(time: time);
        await using EventReader<FundingRate> reader = fixture.WatchFunding();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await socket.SendTextAsync(Messages.Funding(2));
        await reader.RowAsync(r => r.Rate == 2);
        DateTimeOffset received = reader.All[^1].Items[0].ReceivedAt;
        time.Advance(TimeSpan.FromSeconds(1));

        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, KanaTopics.FundingRates);

        Assert.Equal([new TapLog.Entry(Messages.Funding(2), null, received, 1, true, false)], tap.All);
    }

    [Fact]
    public async Task One_that_joins_in_an_outage_gets_the_last_message_of_the_old_connection_and_what_is_wrong()
    {
        await using StreamFixture fixture = new();
        (_, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.Drop();
        using ScriptedConnection unanswered = await fixture.Server.AcceptAsync();

        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, KanaTopics.FundingRates);
        await (await unanswered.UpgradeAsync()).SendTextAsync(Messages.Funding(2));

        Assert.Equal(1, (await tap.NextAsync()).Connection);
        Assert.True(Assert.IsType<ReconnectingNotice>((await tap.NextAsync()).Notice).BeginsOutage);
        Assert.IsType<ReconnectedNotice>((await tap.NextAsync()).Notice);
        Assert.Equal(2, (await tap.NextAsync()).Connection);
    }

    [Fact]
    public async Task One_that_joins_after_the_end_dials_again_and_is_told_why_that_fails()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> reader = fixture.WatchFunding();
        await fixture.Server.AnswerAsync("403 Forbidden");
        FaultNotice fault = await reader.NoticeAsync<FaultNotice>();
        TapLog first = new();

        // The next one dials again, as a watcher would.
        using IDisposable lease = Tap(fixture, first, KanaTopics.FundingRates);
        await fixture.Server.AnswerAsync("403 Forbidden");

        Assert.Equal(fault.Error.Kind, Assert.IsType<FaultNotice>((await first.NextAsync()).Notice).Error.Kind);
    }

    [Fact]
    public async Task An_empty_first_list_comes_when_it_is_believed_with_the_time_at_which_it_came()
    {
        TimeSpan moment = TimeSpan.FromMilliseconds(700);
        WatchedTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast with { EmptyListPatience = moment }, time);
        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, KanaTopics.Positions, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        DateTimeOffset received = time.GetUtcNow();
        await socket.SendTextAsync(Messages.Nothing("positions"));
        await time.TimerAsync(moment);
        Assert.Equal([nameof(ConnectedNotice)], tap.Short);

        time.Advance(moment);

        TapLog.Entry entry = await tap.NextMessageAsync();
        Assert.Equal((Messages.Nothing("positions"), received), (entry.Text, entry.At));
    }

    [Fact]
    public async Task An_empty_first_list_that_another_one_follows_is_not_passed_on()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { EmptyListPatience = TimeSpan.FromHours(1) });
        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, KanaTopics.Positions, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        await socket.SendTextAsync(Messages.Nothing("positions"));
        await socket.SendTextAsync(Messages.Positions("1"));

        Assert.Equal(Messages.Positions("1"), (await tap.NextMessageAsync()).Text);
    }

    [Fact]
    public async Task A_topic_without_a_model_is_passed_on_too_and_its_last_message_to_one_that_joins_late()
    {
        const string Message = "{ \"anything\":\t\"\\u202e\" }";
        RawTopic topic = new("best_price", TopicKeyKind.Market);
        await using StreamFixture fixture = new();
        TapLog tap = new();
        using IDisposable lease = Tap(fixture, tap, topic, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync("a longer message than the next one, and no JSON");
        await socket.SendTextAsync(Message);
        await tap.NextMessageAsync();
        TapLog.Entry entry = await tap.NextMessageAsync();

        TapLog late = new();
        using IDisposable second = Tap(fixture, late, topic, "14");

        Assert.Equal((Message, false, false), Parts(entry));
        Assert.Equal([entry], late.All);
    }

    private static (string? Text, bool IsJson, bool IsBinary) Parts(TapLog.Entry entry) => (entry.Text, entry.IsJson, entry.IsBinary);

    private static IDisposable Tap(StreamFixture fixture, TapLog tap, Topic topic, string? key = null) =>
        fixture.Manager.Tap(fixture.Server.Endpoint, topic, key, tap);
}
