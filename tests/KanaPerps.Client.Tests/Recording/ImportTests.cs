using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>What comes out of a recording: the rows and notices that a watcher got.</summary>
public sealed class ImportTests : IDisposable
{
    private const string SecondFile = "2026-11-25T22.jsonl.gz";

    private readonly RecordedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_have_the_digits_the_change_the_network_and_the_time_of_then()
    {
        _folder.Rate(1.1234567, 0.10m).Rate(2, 0.10m).Rate(3, 0.1234567890123456789012345678m).Close();

        FundingRate[] rows = [.. Rows<FundingRate>()];

        Assert.Equal(["0.10", "0.1234567890123456789012345678"], rows.Select(r => FormattableString.Invariant($"{r.Rate}")));
        Assert.Equal([RowChange.Current, RowChange.Updated], rows.Select(r => r.Change));
        Assert.Equal([RecordedFolder.At(1.1234567), RecordedFolder.At(3)], rows.Select(r => r.ReceivedAt));
        Assert.All(rows, r => Assert.Equal("Testnet", r.Network));
    }

    [Fact]
    public void With_every_message_each_row_comes_with_each_message()
    {
        _folder.Rate(1, 1).Rate(2, 1).Rate(3, 1).Close();

        FundingRate[] rows = [.. Rows<FundingRate>(view: new() { EveryMessage = true })];

        Assert.Equal([1, 2, 3], rows.Select(r => (r.ReceivedAt - RecordedFolder.Start).TotalSeconds));
    }

    [Fact]
    public void A_row_of_a_history_comes_once_however_often_the_list_repeats_it()
    {
        const string Feed = $"trade_history/{Decode.CurrentAddress}";
        _folder.Message(1, Feed, Messages.Fills(1, 2)).Message(2, Feed, Messages.Fills(1, 2, 3)).Message(3, Feed, Messages.Fills(2, 3, 4)).Close();

        Assert.Equal(["1", "2", "3", "4"], Rows<Fill>().Select(f => f.OrderId));
    }

    [Fact]
    public void Topics_come_in_the_order_in_which_they_were_recorded()
    {
        _folder.Rate(1, 1).Message(2, "orderbook/14", Messages.Book(5)).Rate(3, 2).Message(4, "orderbook/14", Messages.Book(6)).Close();

        Assert.Equal([typeof(FundingRate), typeof(OrderBook), typeof(FundingRate), typeof(OrderBook)], _folder.Import().SelectMany(e => e.Items).Select(r => r.GetType()));
    }

    [Fact]
    public void Notices_come_in_their_place_and_equal_those_of_then()
    {
        StreamNotice[] notices =
        [
            new ReconnectingNotice { Feed = RecordedFolder.Funding, At = RecordedFolder.At(2), Reason = "reset", Kind = KanaErrorKind.ConnectFailed, Attempt = 1, Delay = TimeSpan.FromSeconds(0.25), WasConnected = true, BeginsOutage = true },
            new ReconnectedNotice { Feed = RecordedFolder.Funding, At = RecordedFolder.At(3), From = RecordedFolder.At(1), Downtime = TimeSpan.FromSeconds(1), Completeness = Completeness.WholeState },
        ];
        _folder.Rate(1, 1).Notice(notices[0]).Notice(notices[1]).Rate(3, 2).Close();

        List<RecordingEvent> events = _folder.Import();

        Assert.Equal([1, null, null, 2], events.Select(e => (e.Items.SingleOrDefault() as FundingRate)?.Rate));
        Assert.Equal(notices, events.Select(e => e.Notice).OfType<StreamNotice>());
    }

    [Fact]
    public void The_message_that_a_file_begins_with_again_is_not_played_twice()
    {
        _folder.Rate(1, 1).Close();
        _folder.Rate(1, 1, isRepeat: true).Rate(2, 2).Close(SecondFile);

        Assert.Equal([1, 2], Rows<FundingRate>(view: new() { EveryMessage = true }).Select(r => r.Rate));
    }

    [Fact]
    public void Where_the_file_before_was_deleted_its_last_message_is_the_state_at_the_start()
    {
        _folder.Rate(1, 1, isRepeat: true).Rate(2, 2).Close(SecondFile);

        Assert.Equal([(1, RowChange.Current), (2, RowChange.Updated)], Rows<FundingRate>().Select(r => (r.Rate, r.Change)));
    }

    [Fact]
    public void Where_the_end_of_the_file_before_was_lost_the_repeat_replaces_it()
    {
        _folder.Rate(1, 1).Close();
        _folder.Rate(2, 2, isRepeat: true).Rate(3, 3).Close(SecondFile);

        Assert.Equal([1, 2, 3], Rows<FundingRate>().Select(r => r.Rate));
    }

    [Fact]
    public void From_the_middle_on_it_is_as_for_a_watcher_that_joined_then()
    {
        ReconnectingNotice loss = new() { Feed = RecordedFolder.Funding, At = RecordedFolder.At(2.5), Reason = "reset", Kind = KanaErrorKind.ConnectFailed, Attempt = 1, Delay = TimeSpan.Zero, WasConnected = true, BeginsOutage = true };
        _folder.Rate(1, 1).Close();
        _folder.Rate(2, 2).Message(2.25, "orderbook/14", Messages.Book(5)).Notice(loss).Close();
        _folder.Rate(4, 4).Message(4, "orderbook/14", Messages.Book(6)).Rate(5, 5).Close();

        List<RecordingEvent> events = _folder.Import(from: RecordedFolder.At(3), to: RecordedFolder.At(4));

        Assert.Equal([(2, RowChange.Current), (4, RowChange.Updated)], events.SelectMany(e => e.Items).OfType<FundingRate>().Select(r => (r.Rate, r.Change)));
        Assert.Equal(RecordedFolder.At(2), events.SelectMany(e => e.Items).OfType<FundingRate>().First().ReceivedAt);
        Assert.Equal([5, 6], events.SelectMany(e => e.Items).OfType<OrderBook>().Select(b => b.BestBid!.Value));
        Assert.Equal(loss, Assert.Single(events, e => e.Notice is not null).Notice);
        Assert.Equal(loss, events[1].Notice);
    }

    [Fact]
    public void A_feed_that_is_silent_after_that_time_still_gives_its_state()
    {
        _folder.Rate(1, 1).Message(10, "orderbook/14", Messages.Book(5)).Close();

        Assert.Equal(1, Assert.Single(Rows<FundingRate>(from: RecordedFolder.At(5))).Rate);
    }

    [Fact]
    public void After_the_end_of_the_recording_there_is_nothing()
    {
        _folder.Rate(1, 1).Close();

        Assert.Empty(_folder.Import(from: RecordedFolder.At(5)));
    }

    [Fact]
    public void Members_and_files_beyond_the_time_asked_for_are_not_unpacked()
    {
        Array.ForEach([1, 2, 3, 4], i => _folder.Rate(i, i).Close());
        File.WriteAllText(_folder.FileNamed(SecondFile), "not read");

        // The second member is read, to see that its header is right; the third is not.
        string path = _folder.FileNamed(RecordedFolder.FirstFile);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[RecordedFolder.MemberEnds(bytes)[1] + MemberHeader.Size + 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Equal([1], Rows<FundingRate>(to: RecordedFolder.At(1.5)).Select(r => r.Rate));
        Assert.DoesNotContain(_folder.Import(to: RecordedFolder.At(1.5)), e => e.Damage is not null);
    }

    [Fact]
    public void Feeds_are_chosen_by_topic_market_and_account()
    {
        _folder.Rate(1, 1)
            .Message(2, "orderbook/14", Messages.Book(5))
            .Message(3, "orderbook/15", Messages.Book(6).Replace("\"14\"", "\"15\"", StringComparison.Ordinal))
            .Message(4, $"positions/{Decode.CurrentAddress}", Messages.Positions("1"))
            .Close();

        Assert.Equal(["live_funding_rate"], Feeds(new(topics: ["live_funding_rate"])));
        Assert.Equal(["live_funding_rate", "orderbook 14"], Feeds(new(markets: [14])));
        Assert.Equal([$"positions {Decode.CurrentAddress}"], Feeds(new(accounts: [Decode.CurrentAddress])));
        Assert.Equal(["orderbook 15", $"positions {Decode.CurrentAddress}"], Feeds(new(["orderbook", "positions"], [15], [Decode.CurrentAddress])));
        Assert.Empty(Rows<FundingRate>(new(markets: [15])));
    }

    [Fact]
    public void What_was_chosen_and_is_not_there_is_told()
    {
        _folder.Message(2, "orderbook/14", Messages.Book(5)).Close();
        FeedSelection selection = new(["orderbook", "trade_history"], [14, 15]);
        _folder.Import(selection);

        Assert.Equal(["the topic trade_history", "the market BTC-USD"], selection.Missing);
    }

    [Fact]
    public void A_topic_without_a_model_comes_as_text_also_what_is_not_JSON()
    {
        _folder.Message(1, "best_price/14", """{"bid": 1}""").Message(2, "best_price/14", "pong\r\n").Message(3, "best_price/14", "{}", isBinary: true).Message(4, "best_price/14", "").Close();

        TopicMessage[] rows = [.. Rows<TopicMessage>()];

        Assert.Equal(["""{"bid": 1}""", "pong  "], rows.Select(r => r.Text));
        Assert.Equal(("best_price", "14", "Testnet", RecordedFolder.At(1)), (rows[0].Topic, rows[0].Key, rows[0].Network, rows[0].ReceivedAt));
    }

    [Fact]
    public void A_message_that_could_not_be_read_then_gives_no_row_now_and_harms_no_other()
    {
        _folder.Rate(1, 1).Message(2, "live_funding_rate", "{\"data\":[{").Message(3, "live_funding_rate", "\u0000\n").Rate(4, 2).Close();

        List<RecordingEvent> events = _folder.Import();

        Assert.Equal([1, 2], events.SelectMany(e => e.Items).Cast<FundingRate>().Select(r => r.Rate));
        Assert.DoesNotContain(events, e => e.Damage is not null);
    }

    [Fact]
    public void Lines_with_other_white_space_and_another_order_are_read_alike()
    {
        string message = Messages.Funding(7).Replace("\"market_id\"", "\"market\\u005fid\"", StringComparison.Ordinal);
        _folder.Text($$""" { "message" : {{message}} , "connection":1, "feed":"live\u005ffunding_rate", "at" : "2026-11-25T22:38:01+01:00" } """).Close();

        FundingRate row = Assert.Single(Rows<FundingRate>());
        Assert.Equal((7, RecordedFolder.At(1)), (row.Rate, row.ReceivedAt));
    }

    private IEnumerable<T> Rows<T>(FeedSelection? selection = null, SubscriptionOptions? view = null, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        _folder.Import(selection, view, from, to).SelectMany(e => e.Items).OfType<T>();

    private IEnumerable<string> Feeds(FeedSelection selection) => _folder.Import(selection).Select(e => e.Feed!.ToString());
}
