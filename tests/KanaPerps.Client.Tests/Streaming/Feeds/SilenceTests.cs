using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

public sealed class SilenceTests
{
    // Where the venue has data first, it must come in time on a busy machine.
    private static readonly StreamOptions s_patient = StreamFixture.Fast with { FirstMessageTimeout = TimeSpan.FromMilliseconds(500) };

    private static readonly StreamOptions s_impatient = StreamFixture.Fast with { FirstMessageTimeout = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task Without_a_first_message_it_subscribes_again_dials_again_with_the_other_spelling_and_then_names_the_likely_cause()
    {
        await using StreamFixture fixture = new(s_impatient);
        using EventReader<Position> reader = fixture.Watch(KanaTopics.Positions, "0x1");

        ScriptedWebSocket first = await fixture.Server.AcceptWebSocketAsync();
        string request = await first.NextTextAsync();
        Assert.Equal(request, await first.NextTextAsync());
        ScriptedWebSocket second = await fixture.Server.AcceptWebSocketAsync();
        Assert.Equal(request.Replace("0x1", $"0x{new string('0', 63)}1", StringComparison.Ordinal), await second.NextTextAsync());

        await reader.NextNoticeAsync<ConnectedNotice>();
        ReconnectingNotice reconnecting = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.Equal((KanaErrorKind.NoFirstMessage, TimeSpan.Zero), (reconnecting.Kind, reconnecting.Delay));
        await reader.NextNoticeAsync<ConnectedNotice>();
        NoFirstMessageNotice notice = await reader.NextNoticeAsync<NoFirstMessageNotice>();
        Assert.Contains("wallet address", notice.Message, StringComparison.Ordinal);

        await second.SendTextAsync("""{"data":[],"message":"positions"}""");
        Assert.NotNull((await reader.NextNoticeAsync<ConnectedNotice>()).After);
        Assert.Empty(await reader.NextRowsAsync());
        Assert.Equal((2, ConnectionState.Live), (fixture.Server.ConnectionCount, fixture.Status.State));
    }

    [Fact]
    public async Task A_subscription_that_nothing_answers_is_sent_again_on_one_connection_after_another_until_data_comes()
    {
        await using StreamFixture fixture = new(s_impatient);
        await using EventReader<OrderBook> log = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "99"));
        for (int i = 0; i < 5; i++)
        {
            ScriptedWebSocket mute = await fixture.Server.AcceptWebSocketAsync();
            Assert.Equal(await mute.NextTextAsync(), await mute.NextTextAsync());
        }

        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Book(1).Replace("\"14\"", "\"99\"", StringComparison.Ordinal));
        await log.RowsAsync();

        StreamNotice[] warnings = [.. log.Notices.Where(n => n.IsWarning)];
        Assert.Contains("The market id may not exist", Assert.IsType<NoFirstMessageNotice>(warnings[0]).Message, StringComparison.Ordinal);
        Assert.StartsWith("connected to ws://", Assert.IsType<ConnectedNotice>(warnings[1]).Message, StringComparison.Ordinal);
        Assert.Equal(2, warnings.Length);
    }

    [Fact]
    public async Task A_venue_that_comes_back_and_forgets_subscriptions_is_asked_until_it_answers_and_the_key_is_not_blamed()
    {
        await using StreamFixture fixture = new(s_patient);
        await using EventReader<Fill> log = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.Fills, "0x1"));
        await (await fixture.Server.AcceptSubscriberAsync()).EndAfterAsync(Messages.Fills(1), 1001);
        for (int i = 0; i < 4; i++)
        {
            await (await fixture.Server.AcceptSubscriberAsync()).NextTextAsync();
        }

        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Fills(1));
        await log.NoticeAsync<ReconnectedNotice>();

        StreamNotice[] warnings = [.. log.Notices.Where(n => n.IsWarning)];
        Assert.Equal(["ReconnectingNotice", "NoFirstMessageNotice", "ReconnectedNotice"], warnings.Select(n => n.GetType().Name));
        Assert.Contains("so the key is right", warnings[1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wallet", warnings[1].Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Status.Reconnects);
    }

    [Fact]
    public async Task The_spelling_of_an_address_that_brought_data_is_the_first_to_be_tried_after_a_loss()
    {
        await using StreamFixture fixture = new(s_patient);
        await using EventReader<Fill> log = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.Fills, "0x1"));
        await fixture.Server.AcceptSubscriberAsync();
        ScriptedWebSocket second = await fixture.Server.AcceptWebSocketAsync();
        string padded = await second.NextTextAsync();
        await second.EndAfterAsync(Messages.Fills(1), 1001);

        Assert.Equal(padded, await (await fixture.Server.AcceptWebSocketAsync()).NextTextAsync());
    }

    [Fact]
    public async Task What_the_venue_says_in_place_of_data_is_repeated_and_the_market_is_not_blamed()
    {
        await using StreamFixture fixture = new(s_impatient);
        await using EventReader<OrderBook> log = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14"));
        const string Said = """{"message":"Internal server error","requestId":"LmNoPqRsTuv="}""";
        for (int i = 0; i < 2; i++)
        {
            await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Said);
        }

        NoFirstMessageNotice silence = await log.NoticeAsync<NoFirstMessageNotice>();

        Assert.Equal((2, Said), (silence.UnusedMessages, silence.LastUnusedMessage));
        Assert.Contains(Said, silence.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("market id", silence.Message, StringComparison.Ordinal);
        Assert.Equal((2, Said), (fixture.Status.UnusedMessages, fixture.Status.LastUnusedMessage));
    }

    [Fact]
    public async Task Rows_of_another_market_alone_are_told_once_and_are_no_data()
    {
        await using StreamFixture fixture = new(s_impatient);
        await using EventReader<OrderBook> log = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "15"));
        for (int i = 0; i < 2; i++)
        {
            await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Book(1));
        }

        NoFirstMessageNotice silence = await log.NoticeAsync<NoFirstMessageNotice>();

        Assert.Equal(BadMessageReason.ForeignRow, log.Notices.OfType<BadMessageNotice>().Single().Reason);
        Assert.Contains("only rows of another market or account", silence.Message, StringComparison.Ordinal);
        Assert.Equal((ConnectionState.Subscribed, 2), (fixture.Status.State, fixture.Status.UnusedMessages));
        Assert.DoesNotContain(log.All, e => e.Notice is null);
    }

    [Fact]
    public async Task A_message_in_answer_to_the_second_request_is_as_good()
    {
        await using StreamFixture fixture = new(s_impatient with { FirstMessageTimeout = TimeSpan.FromMilliseconds(500) });
        using EventReader<FundingRate> reader = fixture.WatchFunding();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.NextTextAsync();

        await socket.SendTextAsync(Messages.Funding(1));

        await reader.NextNoticeAsync<ConnectedNotice>();
        Assert.Equal(1, Assert.Single(await reader.NextRowsAsync()).Rate);
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_book_that_stays_silent_on_a_living_connection_is_called_stale_once_until_the_next_message()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { StaleAfter = TimeSpan.FromMilliseconds(300), KeepAliveInterval = TimeSpan.FromMilliseconds(50) });
        await using EventReader<OrderBook> log = fixture.Watch(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Book(1));

        Assert.True((await log.NoticeAsync<StaleNotice>()).Silence >= TimeSpan.FromMilliseconds(300));
        Assert.Equal((ConnectionState.Live, false), (fixture.Status.State, fixture.Status.Healthy));
        for (int i = 0; i < 10; i++)
        {
            await socket.NextPingAsync();
        }

        await socket.SendTextAsync(Messages.Book(2));
        await log.RowAsync(b => b.BestBid == 2);
        Assert.Single(log.All.TakeWhile(e => e.Items.Count == 0 || e.Items[0].BestBid != 2), e => e.Notice is StaleNotice);
        await log.NoticeAsync<StaleNotice>();
        Assert.Empty(log.Notices.OfType<ReconnectingNotice>());
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }
}
