using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Messages that are right by themselves, and out of place.</summary>
public sealed class OddMessageTests
{
    [Fact]
    public async Task An_older_book_after_a_newer_one_is_flagged()
    {
        await using StreamFixture fixture = new();
        await using EventReader<OrderBook> log = fixture.Watch(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        List<bool> flags = [];
        foreach (long version in (long[])[5, 4, 6])
        {
            await socket.SendTextAsync(Messages.Book(100, version));
            flags.Add((await log.RowsAsync())[0].Anomalies.HasFlag(BookAnomalies.OutOfOrder));
        }

        Assert.Equal([false, true, false], flags);
    }

    [Fact]
    public async Task The_same_list_a_thousand_times_is_no_change()
    {
        await using StreamFixture fixture = new();

        EventReader<FundingRate> log = await fixture.SurviveAsync(async socket =>
        {
            for (int i = 0; i < 1000; i++)
            {
                await socket.SendTextAsync(Messages.Funding(1));
            }
        });

        Assert.Equal([1, 2], log.All.SelectMany(e => e.Items).Select(r => r.Rate));
        Assert.Equal(1002, fixture.Status.Messages);
    }

    [Fact]
    public async Task What_would_steer_a_terminal_comes_out_of_a_row_as_text()
    {
        await using StreamFixture fixture = new();
        await using EventReader<OrderRecord> log = fixture.Watch(KanaTopics.OrderHistory, Decode.EarlyAddress);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        await socket.SendTextAsync("""{"data":[{"market_id":"14","order_id":"1\u0007","order_type":1,"leverage":1,"order_value":1,"price":1,"size":1,"status":"\u001b[31mOpen\u202e"}],"message":"order_history"}""");

        OrderRecord row = Assert.Single(await log.RowsAsync());
        Assert.Equal((@"1\u0007", @"\u001B[31mOpen\u202E"), (row.OrderId, row.Status));
    }

    [Fact]
    public async Task What_the_venue_says_in_place_of_a_first_message_is_shown_and_cannot_steer_a_terminal()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        await socket.SendTextAsync("\u001b]0;owned\u0007 unknown topic: live_funding_rate");

        BadMessageNotice bad = await log.NoticeAsync<BadMessageNotice>();
        Assert.Equal(BadMessageReason.InvalidJson, bad.Reason);
        Assert.Equal(@"\u001B]0;owned\u0007 unknown topic: live_funding_rate", bad.Excerpt);
        Assert.Contains(bad.Excerpt, bad.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(bad.Message, char.IsControl);
        Assert.Equal(ConnectionState.Subscribed, fixture.Status.State);
        await socket.SendTextAsync(Messages.Funding(1));
        await log.RowsAsync();
    }
}
