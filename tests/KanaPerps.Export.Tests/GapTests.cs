using KanaPerps.Bridging;
using KanaPerps.Client.Tests;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Export.Tests;

/// <summary>The table of gaps: what says that data is missing, late or doubtful.</summary>
public sealed class GapTests
{
    private static readonly FeedKey s_book = new(KanaEndpoint.Testnet, "orderbook", "1338");
    private static readonly FeedKey s_fills = new(KanaEndpoint.Testnet, "trade_history", "0x" + new string('5', 64));

    [Fact]
    public void Each_notice_of_missing_or_doubtful_data_is_a_row_in_its_place()
    {
        using ExportFixture fixture = new();
        fixture.Recording
            .Notice(new ConnectedNotice { Feed = s_book, At = At(0) })
            .Notice(new ReconnectingNotice { Feed = s_book, At = At(10), Reason = "reset", Kind = KanaErrorKind.ConnectFailed, Attempt = 1, Delay = TimeSpan.Zero, WasConnected = true, BeginsOutage = true })
            .Notice(new ReconnectingNotice { Feed = s_book, At = At(11), Reason = "reset", Kind = KanaErrorKind.ConnectFailed, Attempt = 2, Delay = TimeSpan.Zero, WasConnected = true, BeginsOutage = false })
            .Notice(new ReconnectedNotice { Feed = s_book, At = At(14), Downtime = TimeSpan.FromSeconds(4), Completeness = Completeness.WholeState, From = At(9) })
            .Notice(new ReconnectedNotice { Feed = s_fills, At = At(15), Downtime = TimeSpan.FromSeconds(4), Completeness = Completeness.Proven, From = At(9) })
            .Notice(new GapNotice { Feed = s_fills, At = At(20), From = At(16), Count = 2 })
            .Notice(new StaleNotice { Feed = s_book, At = At(60), Silence = TimeSpan.FromSeconds(30) })
            .Notice(new RecordingGapNotice { Feed = s_fills, At = At(90), From = At(61), To = At(90), Reason = "the disk was full", Messages = 7 })
            .Notice(new BridgeGapNotice { Feed = s_fills, At = At(91), From = At(90), To = At(91), Reason = "the broker was away", Messages = 8 })
            .Close();

        fixture.ExportWhole();

        Assert.Equal(
            [
                "21:38:10|Reconnecting|-|orderbook|APT-USD|1338|-|21:38:10|-|-|Testnet",
                "21:38:14|Reconnected|true|orderbook|APT-USD|1338|-|21:38:09|21:38:14|-|Testnet",
                $"21:38:15|Reconnected|false|trade_history|-|-|{s_fills.Key}|21:38:11|21:38:15|-|Testnet",
                $"21:38:20|Gap|true|trade_history|-|-|{s_fills.Key}|21:38:16|21:38:20|2|Testnet",
                "21:39:00|Stale|false|orderbook|APT-USD|1338|-|21:38:30|21:39:00|-|Testnet",
                $"21:39:30|RecordingGap|true|trade_history|-|-|{s_fills.Key}|21:39:01|21:39:30|7|Testnet",
                $"21:39:31|BridgeGap|true|trade_history|-|-|{s_fills.Key}|21:39:30|21:39:31|8|Testnet",
            ],
            fixture.Query("gaps.parquet", "strftime(told_at, '%H:%M:%S'), kind, is_loss, topic, symbol, market_id, address, strftime(gap_from, '%H:%M:%S'), strftime(gap_to, '%H:%M:%S'), count, network"));
        Assert.Equal("7 messages were not recorded between 2026-11-25 21:39:01Z and 2026-11-25 21:39:30Z: the disk was full. Rows of that time are not in the recording.", fixture.Query("gaps.parquet", "text")[^2]);
    }

    [Fact]
    public void Damage_of_the_recording_is_a_row_between_the_lines_around_it()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, 1).Close();
        long start = fixture.Recording.Rate(1, 2).Close();
        fixture.Recording.Rate(2, 3).Close();
        string file = fixture.Recording.FileNamed(RecordedFolder.FirstFile);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[start - 12] ^= 1;
        File.WriteAllBytes(file, bytes);
        File.WriteAllText(fixture.Recording.FileNamed("odd.jsonl.gz"), "");

        fixture.ExportWhole();

        Assert.Equal(["OtherFile|true|-|-", "TornMember|true|21:38:00|21:38:02"], fixture.Query("gaps.parquet", "kind, is_loss, strftime(gap_from, '%H:%M:%S'), strftime(gap_to, '%H:%M:%S')"));
        Assert.Equal(["1.00000000", "3.00000000"], fixture.Query("live_funding_rate.parquet", "rate"));
    }

    [Fact]
    public void A_notice_of_a_later_version_is_a_row_with_its_name_and_text()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Text("""{"at":"2026-11-25T21:38:00.0000000Z","feed":"orderbook/1338","notice":"Eclipse","text":"it is dark"}""").Close();

        fixture.ExportWhole(fixture.Options(ExportFormat.Csv));

        Assert.Equal(["Eclipse|-|it is dark"], DuckDb.Query($"SELECT kind, is_loss, text FROM read_csv('{fixture.At("gaps.csv")}', header = true)"));
    }

    private static DateTimeOffset At(double seconds) => RecordedFolder.At(seconds);
}
