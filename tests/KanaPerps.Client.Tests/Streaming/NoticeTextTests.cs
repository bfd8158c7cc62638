using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming;

/// <summary>What a user reads: when, what it is about, what happened.</summary>
public sealed class NoticeTextTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 25, 23, 38, 34, 567, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("orderbook", "14", "APT-USD order book")]
    [InlineData("orderbook", "99", "market 99 order book")]
    [InlineData("recent_trades", "1339", "BTC-USD trades")]
    [InlineData("positions", "0x0000000000000000000000000000000000000000000000000000000000ab12cd", "positions of 0xab12cd")]
    [InlineData("live_funding_rate", null, "funding rates")]
    [InlineData("best_price", "14", "APT-USD best_price")]
    [InlineData("\u001b[2J", null, "\\u001B[2J")]
    public void A_notice_begins_with_its_time_and_with_what_it_is_about_in_the_users_words(string topic, string? key, string title) =>
        Assert.Equal(
            $"2026-11-25 21:38:34Z {title}: the connection was closed on request.",
            new DisconnectedNotice { Feed = Feed(topic, key), At = s_at }.ToString());

    [Fact]
    public void Every_topic_of_the_table_has_a_title_of_its_own() => Assert.All(
        KanaTopics.All,
        t => Assert.DoesNotContain("_", FeedTitle.Of(Feed(t.Name, null)), StringComparison.Ordinal));

    [Theory]
    [InlineData(true, true, 2.04, "connection lost: dropped. Retrying in 2 s.")]
    [InlineData(true, true, 0.01, "connection lost: dropped. Retrying now.")]
    [InlineData(false, true, 0.44, "not connected: dropped. Retrying in 0.4 s.")]
    [InlineData(true, false, 29.7, "still no data: dropped. Retrying in 30 s (attempt 7).")]
    public void A_loss_says_what_happened_and_what_comes_next(bool wasConnected, bool beginsOutage, double delay, string text)
    {
        ReconnectingNotice notice = new()
        {
            Feed = Feed("orderbook", "14"),
            At = s_at,
            Reason = "dropped",
            Kind = KanaErrorKind.ConnectFailed,
            Attempt = 7,
            Delay = TimeSpan.FromSeconds(delay),
            WasConnected = wasConnected,
            BeginsOutage = beginsOutage,
        };

        Assert.Equal((text, beginsOutage), (notice.Message, notice.IsWarning));
    }

    [Theory]
    [InlineData(1, false, "a message was skipped: it is not JSON. It begins: ping")]
    [InlineData(1, true, "another message was skipped: it is not JSON. It begins: ping")]
    [InlineData(118, true, "118 more messages were skipped, the last because it is not JSON. It begins: ping")]
    public void What_cannot_be_read_is_told_without_a_parsers_words(int count, bool isRepeat, string text) => Assert.Equal(
        text,
        new BadMessageNotice { Feed = Feed("orderbook", "14"), At = s_at, Reason = BadMessageReason.InvalidJson, Detail = "it is not JSON", Excerpt = "ping", Count = count, IsRepeat = isRepeat }.Message);

    [Theory]
    [InlineData(0.04, "0 s")]
    [InlineData(2.34, "2.3 s")]
    [InlineData(38.6, "39 s")]
    [InlineData(600, "10 min")]
    [InlineData(9_000, "2.5 h")]
    public void Lengths_of_time_are_as_exact_as_they_matter(double seconds, string text) => Assert.Equal(text, TimeText.Of(TimeSpan.FromSeconds(seconds)));

    private static FeedKey Feed(string topic, string? key) => new(KanaEndpoint.From(new Uri("ws://127.0.0.1:1/ws/")), topic, key);
}
