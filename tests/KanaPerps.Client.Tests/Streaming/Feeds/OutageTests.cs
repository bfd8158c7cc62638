using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>What is told of an outage, of noise on a good connection, and of a venue that stands still.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task An_outage_of_many_attempts_is_one_warning_when_it_begins_and_one_when_it_is_over()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();
        await socket.SendCloseAsync(1012, "restart");
        for (int i = 0; i < 8; i++)
        {
            (await fixture.Server.AcceptAsync()).Reset();
        }

        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(2));
        await log.RowAsync(r => r.Rate == 2);

        StreamNotice[] warnings = [.. log.Notices.Where(n => n.IsWarning)];
        Assert.StartsWith("connection lost: the venue closed the connection (code 1012, restart). Retrying", Assert.IsType<ReconnectingNotice>(warnings[0]).Message, StringComparison.Ordinal);
        Assert.StartsWith("reconnected after ", Assert.IsType<ReconnectedNotice>(warnings[1]).Message, StringComparison.Ordinal);
        Assert.Equal(2, warnings.Length);
        Assert.Equal(9, log.Notices.OfType<ReconnectingNotice>().Count());
    }

    [Fact]
    public async Task An_endpoint_that_answers_late_is_one_warning_and_one_when_its_data_comes()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        for (int i = 0; i < 3; i++)
        {
            (await fixture.Server.AcceptAsync()).Reset();
        }

        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));
        await log.RowAsync(r => r.Rate == 1);

        StreamNotice[] warnings = [.. log.Notices.Where(n => n.IsWarning)];
        Assert.StartsWith("not connected: ", Assert.IsType<ReconnectingNotice>(warnings[0]).Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.IsType<ConnectedNotice>(warnings[1]).After);
        Assert.Equal((2, 0), (warnings.Length, fixture.Status.Reconnects));
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"event":"heartbeat","ts":1764000000}""")]
    public async Task A_hundred_heartbeats_between_good_messages_are_one_warning_and_counted(string heartbeat)
    {
        await using StreamFixture fixture = new();

        EventReader<FundingRate> log = await fixture.SurviveAsync(async socket =>
        {
            for (int i = 0; i < 120; i++)
            {
                await socket.SendTextAsync(heartbeat);
                await socket.SendTextAsync(Messages.Funding(10 + i));
            }
        });

        BadMessageNotice told = Assert.IsType<BadMessageNotice>(Assert.Single(log.Notices, n => n.IsWarning));
        Assert.DoesNotContain("BytePosition", told.Message, StringComparison.Ordinal);
        Assert.Contains(heartbeat, told.Message, StringComparison.Ordinal);
        Assert.Equal((120L, 0L), (fixture.Status.BadMessages, fixture.Status.UnusedMessages));
    }

    [Fact]
    public async Task The_same_old_book_again_and_again_is_told_once_and_its_age_is_shown()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { StaleAfter = TimeSpan.FromMilliseconds(300) });
        await using EventReader<OrderBook> log = fixture.Watch(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        string old = Book(100, DateTimeOffset.UtcNow.AddHours(-1));
        await RepeatUntilAsync(fixture, socket, old, log.NoticeAsync<StandstillNotice>());

        Assert.InRange(fixture.Status.DataAge!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(70));
        Assert.True(fixture.Status.Healthy, "A quiet market looks alike: it is no fault.");
        Assert.Contains("1 h old", log.Notices.OfType<StandstillNotice>().Single().Message.Replace("60 min", "1 h", StringComparison.Ordinal), StringComparison.Ordinal);

        await RepeatUntilAsync(fixture, socket, old, Schedule.PauseAsync(TimeSpan.FromMilliseconds(900), TestContext.Current.CancellationToken));
        Assert.Single(log.Notices, n => n is StandstillNotice);
        await socket.SendTextAsync(Book(101, DateTimeOffset.UtcNow));
        await log.RowAsync(b => b.BestBid == 101);
        Assert.InRange(fixture.Status.DataAge!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_book_that_moves_is_never_told_to_stand_still()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { StaleAfter = TimeSpan.FromMilliseconds(300) });
        await using EventReader<OrderBook> log = fixture.Watch(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        for (int i = 0; i < 50; i++)
        {
            // Without a time or a version: a price is enough.
            await socket.SendTextAsync(Messages.Book(i % 2, version: 0));
            await log.RowAsync(b => b.BestBid == i % 2);
            await Schedule.PauseAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain(log.Notices, n => n is StandstillNotice);
    }

    private static async Task RepeatUntilAsync(StreamFixture fixture, ScriptedWebSocket socket, string message, Task end)
    {
        while (!end.IsCompleted)
        {
            long before = fixture.Status.Messages;
            await socket.SendTextAsync(message);
            await Eventually.HoldsAsync(() => fixture.Status.Messages > before);
        }

        await end;
    }

    private static string Book(int price, DateTimeOffset updated) =>
        $$"""{"data":[{"is_ask":false,"market_id":"14","price":{{price}},"size":"1","transaction_version":{{price}},"last_updated":{{updated.ToUnixTimeSeconds()}}}],"message":"orderbook"}""";
}
