using KanaPerps.Recording;
using KanaPerps.Recording.Picture;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Recording.Picture;

/// <summary>What a picture takes from a recording.</summary>
public sealed class PictureDataTests : IDisposable
{
    private const string Account = Decode.CurrentAddress;

    private readonly RecordedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mid_spread_and_depth_of_a_book_are_exact()
    {
        _folder.Message(1, "orderbook/14", Book((false, "5.5000", "10"), (false, "5.4800", "20"), (true, "5.5100", "1.5"), (true, "5.5300", "8"))).Close();

        PictureMarket market = Assert.Single(Read().Markets);

        // The mid is 5.5050: 10 bps of it are 0.005505, 25 are 0.0137625, 50 are 0.027525.
        Assert.Equal("5.505", Last(market, "mid", "Mid"));
        Assert.Equal("18.1653", Last(market, "spread", "Spread"));
        Assert.Equal(["55", "55", "164.6"], BookMeasures.Distances.Select(d => Last(market, "bids", $"{d} bps")));
        Assert.Equal(["8.265", "8.265", "52.505"], BookMeasures.Distances.Select(d => Last(market, "asks", $"{d} bps")));
    }

    [Fact]
    public void A_book_without_a_side_has_no_mid_and_the_line_breaks()
    {
        string whole = Book((false, "5", "1"), (true, "6", "1"));
        _folder.Message(1, "orderbook/14", whole).Message(2, "orderbook/14", Book((false, "5", "1"))).Message(3, "orderbook/14", whole).Close();

        Assert.Equal([(1, true), (3, true)], Values(Assert.Single(Read().Markets), "mid").Select(b => (Seconds(b.FirstAt), b.BreaksBefore)));
    }

    [Fact]
    public void An_outage_lasts_from_the_last_message_to_the_first_and_no_line_crosses_it()
    {
        _folder.Rate(1, 1).Rate(2, 2).Notice(Lost(3)).Notice(Lost(3.5) with { BeginsOutage = false, Attempt = 2 }).Notice(Back(5)).Rate(5, 2).Close();

        PictureData data = Read();

        MissingData outage = Assert.Single(data.Missing);
        Assert.Equal((2, 5, MissingKind.Outage), (Seconds(outage.From), Seconds(outage.To), outage.Kind));
        Assert.Equal("connection lost: reset; reconnected after 2 s. All changes since then follow.", outage.Text);
        Assert.Equal([(1, true), (2, false), (5, true)], Values(Assert.Single(data.Markets), "funding").Select(b => (Seconds(b.FirstAt), b.BreaksBefore)));
    }

    [Fact]
    public void An_outage_that_does_not_end_lasts_to_the_end_of_the_recording()
    {
        _folder.Message(1, "orderbook/14", Messages.Book(5)).Rate(1, 1).Notice(Lost(3)).Message(10, "orderbook/14", Messages.Book(6)).Close();

        MissingData outage = Assert.Single(Read().Missing);
        Assert.Equal((1, 10), (Seconds(outage.From), Seconds(outage.To)));
    }

    [Fact]
    public void A_silent_feed_that_is_dialled_again_is_one_time_without_data()
    {
        StaleNotice stale = new() { Feed = RecordedFolder.Funding, At = RecordedFolder.At(31), Silence = TimeSpan.FromSeconds(30) };
        _folder.Rate(1, 1).Notice(stale).Notice(Lost(60)).Notice(Back(61)).Rate(61, 2).Close();

        MissingData missing = Assert.Single(Read().Missing);
        Assert.Equal((1, 61, MissingKind.Outage), (Seconds(missing.From), Seconds(missing.To), missing.Kind));
        Assert.StartsWith("connected, but no message for 30 s. The last data may be out of date; connection lost: reset; reconnected", missing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_recorded_is_missing_in_each_feed()
    {
        RecordingGapNotice hole = new() { Feed = RecordedFolder.Funding, At = RecordedFolder.At(9), From = RecordedFolder.At(2), To = RecordedFolder.At(9), Reason = "the disk was full" };
        _folder.Rate(1, 1).Message(1.5, "orderbook/14", Messages.Book(5)).Notice(hole).Notice(hole with { Feed = new(KanaEndpoint.Testnet, "orderbook", "14") }).Rate(9, 1).Message(9, "orderbook/14", Messages.Book(5)).Close();

        PictureData data = Read();

        Assert.Equal([MissingKind.NotRecorded, MissingKind.NotRecorded], data.Missing.Select(m => m.Kind));
        Assert.Equal(2, Assert.Single(data.MissingRows).Count);
        Assert.All(data.Missing, m => Assert.Equal((2, 9), (Seconds(m.From), Seconds(m.To))));
    }

    [Fact]
    public void A_torn_member_is_missing_in_each_feed_and_breaks_each_line()
    {
        _folder.Rate(1, 1).Close();
        _folder.Rate(2, 2).Message(2, "orderbook/14", Messages.Book(5)).Close();
        _folder.Rate(3, 3).Message(4, "orderbook/14", Book((false, "5", "1"), (true, "6", "1"))).Close();
        string path = _folder.FileNamed(RecordedFolder.FirstFile);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[RecordedFolder.MemberEnds(bytes)[0] + 60] ^= 0x40;
        File.WriteAllBytes(path, bytes);

        PictureData data = Read();

        Assert.Equal(2, data.Missing.Count(m => m is { Kind: MissingKind.Unreadable } && Seconds(m.From) == 1 && Seconds(m.To) == 3));
        Assert.Equal([(1, true), (3, true)], Values(data.Markets.Single(), "funding").Select(b => (Seconds(b.FirstAt), b.BreaksBefore)));
    }

    [Fact]
    public void An_unreadable_message_breaks_the_line_and_a_feed_that_came_late_or_not_at_all_is_told()
    {
        _folder.Describe("""{"format":1,"version":"0.1.0","network":"Testnet","feeds":["live_funding_rate","orderbook/14","positions/0x5"]}""");
        BadMessageNotice bad = new() { Feed = RecordedFolder.Funding, At = RecordedFolder.At(2), Reason = BadMessageReason.InvalidJson, Detail = "it is not JSON", Excerpt = "x" };
        _folder.Rate(1, 1).Notice(bad).Message(2, "live_funding_rate", "x").Rate(3, 1).Message(20, "orderbook/14", Messages.Book(5)).Close();

        PictureData data = Read();

        Assert.Equal([(1, true), (3, true)], Values(data.Markets.Single(m => m.Lines[0].Chart == "funding"), "funding").Select(b => (Seconds(b.FirstAt), b.BreaksBefore)));
        Assert.Equal(
            [("positions of 0x5", 1, 20, MissingKind.NotRecorded), ("APT-USD order book", 1, 20, MissingKind.NotRecorded), ("funding rates", 2, 2, MissingKind.Unreadable)],
            data.Missing.OrderBy(m => m.From).ThenByDescending(m => TitleOf(data, m)).Select(m => (TitleOf(data, m), Seconds(m.From), Seconds(m.To), m.Kind)));
    }

    [Fact]
    public void A_recording_that_goes_on_without_a_feed_misses_it_from_its_last_line_on()
    {
        _folder.Text("""{"at":"2026-11-25T21:38:00Z","recording":"Started","version":"1","feeds":["live_funding_rate","orderbook/14"]}""");
        _folder.Message(1, "orderbook/14", Messages.Book(5)).Rate(2, 1);
        _folder.Text("""{"at":"2026-11-25T21:38:05Z","recording":"Started","version":"1","feeds":["orderbook/14"]}""").Message(8, "orderbook/14", Messages.Book(5)).Close();

        MissingData missing = Assert.Single(Read().Missing, m => m.Text == "the recording went on without this feed.");
        Assert.Equal((2, 8), (Seconds(missing.From), Seconds(missing.To)));
    }

    [Fact]
    public void A_match_is_one_dot_on_the_side_that_paid_the_fee()
    {
        _folder.Message(100, "recent_trades/14", Trades((1, "5.5", "2", "0.01"), (2, "5.5", "2", "0"), (2, "5.6", "1", "0.02"), (1, "5.6", "1", "0"), (1, "5.7", "3", "0"))).Close();

        PictureMarket market = Assert.Single(Read().Markets);

        Assert.Equal(
            [(TradeSide.Buy, "5.5"), (TradeSide.Sell, "5.6"), (TradeSide.Sell, "5.7")],
            market.Trades.SelectMany(t => t.Buckets.Select(b => (t.Taker!.Value, FormattableString.Invariant($"{b.Last}")))).Order());
    }

    [Fact]
    public void A_short_is_below_zero_and_a_closed_position_ends_at_zero()
    {
        string one = Messages.Positions("1");
        string shorts = one.Replace("\"is_long\":true", "\"is_long\":false", StringComparison.Ordinal);
        string feed = $"positions/{Account}";
        _folder.Message(1, feed, shorts).Message(2, feed, shorts).Message(3, feed, Messages.Positions()).Message(4, feed, Messages.Positions()).Close();

        PictureMarket market = Assert.Single(Read().Markets);

        Assert.Equal([(1, 2, -1m), (3, 3, 0m)], Values(market, "size").Select(b => (Seconds(b.FirstAt), Seconds(b.LastAt), b.Last)));
        Assert.EndsWith(" Short", market.Lines[0].Label, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_begins_with_how_things_stood_then()
    {
        _folder.Rate(1, 1).Rate(2, 2).Rate(5, 3).Rate(9, 4).Close();

        PictureData data = Read(RecordedFolder.At(4), RecordedFolder.At(6));

        Assert.Equal((4, 5, 1L), (Seconds(data.From), Seconds(data.To), data.Messages));
        Assert.Equal([3m], Values(Assert.Single(data.Markets), "funding").Select(b => b.Last));
    }

    [Fact]
    public void A_value_holds_to_the_end_of_the_recording_unless_its_feed_is_out()
    {
        string book = Book((false, "5", "1"), (true, "6", "1"));
        _folder.Rate(1, 1).Message(2, "orderbook/14", book).Message(9, "orderbook/14", book).Close();
        Assert.Equal([(1, 9, 1L)], Values(Assert.Single(Read().Markets), "funding").Select(b => (Seconds(b.FirstAt), Seconds(b.LastAt), b.Count)));

        _folder.Notice(Lost(10)).Message(20, "orderbook/14", book).Close();
        Assert.Equal((1, 1), Values(Assert.Single(Read().Markets), "funding").Select(b => (Seconds(b.FirstAt), Seconds(b.LastAt))).Single());
    }

    [Fact]
    public void A_part_that_is_longer_than_the_recording_claims_nothing_beyond_it()
    {
        _folder.Rate(1, 1).Rate(2, 2).Close();

        PictureData data = Read(RecordedFolder.At(-100), RecordedFolder.At(100));

        Assert.Equal((1, 2), (Seconds(data.From), Seconds(data.To)));
    }

    [Fact]
    public void More_gaps_than_a_page_can_list_are_taken_together_and_none_is_left_out()
    {
        MissingList list = new(50);
        for (int i = 0; i < 5_000; i++)
        {
            list.Add(new MissingData(i % 2, i * TimeSpan.TicksPerSecond, (i * TimeSpan.TicksPerSecond) + 1, MissingKind.Outage, "lost"));
        }

        Assert.InRange(list.All.Count, 1, 50);
        Assert.Equal((5_000, 5_000), (list.Count, list.All.Sum(m => m.Count)));
        Assert.All(Enumerable.Range(0, 5_000), i => Assert.Contains(list.All, m => m.Feed == i % 2 && m.From <= i * TimeSpan.TicksPerSecond && m.To > i * TimeSpan.TicksPerSecond));
    }

    private PictureData Read(DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        SampleRecording.Read(_folder.Path, new() { From = from, To = to });

    private static string TitleOf(PictureData data, MissingData missing) => data.Feeds.Single(f => f.Index == missing.Feed).Title;

    private static IReadOnlyList<ValueBucket> Values(PictureMarket market, string chart) => market.Lines.First(l => l.Chart == chart).Values.Buckets;

    private static string Last(PictureMarket market, string chart, string label) =>
        FormattableString.Invariant($"{market.Lines.Single(l => l.Chart == chart && l.Label == label).Values.Buckets[^1].Last:0.############}");

    private static int Seconds(long ticks) => (int)Math.Round((ticks - RecordedFolder.Start.UtcTicks) / (double)TimeSpan.TicksPerSecond);

    private static string Book(params (bool IsAsk, string Price, string Size)[] levels) =>
        $$"""{"data":[{{string.Join(',', levels.Select(l => $$"""{"is_ask":{{(l.IsAsk ? "true" : "false")}},"market_id":"14","price":"{{l.Price}}","size":"{{l.Size}}"}"""))}}],"message":"orderbook"}""";

    private static string Trades(params (int OrderType, string Price, string Size, string Fee)[] rows) =>
        $$"""{"data":[{{string.Join(',', rows.Select(r => $$"""{"market_id":"14","order_type":{{r.OrderType}},"fee":"{{r.Fee}}","pnl":"0","price":"{{r.Price}}","size":"{{r.Size}}","leverage":1,"order_value":"1","timestamp":{{RecordedFolder.At(100).ToUnixTimeSeconds()}},"transaction_version":7}"""))}}],"message":"recent_trades"}""";

    private static ReconnectingNotice Lost(double seconds) => new()
    {
        Feed = RecordedFolder.Funding,
        At = RecordedFolder.At(seconds),
        Reason = "reset",
        Kind = KanaErrorKind.ConnectFailed,
        Attempt = 1,
        Delay = TimeSpan.Zero,
        WasConnected = true,
        BeginsOutage = true,
    };

    private static ReconnectedNotice Back(double seconds) => new()
    {
        Feed = RecordedFolder.Funding,
        At = RecordedFolder.At(seconds),
        From = RecordedFolder.At(seconds - 2),
        Downtime = TimeSpan.FromSeconds(2),
        Completeness = Completeness.WholeState,
    };
}
