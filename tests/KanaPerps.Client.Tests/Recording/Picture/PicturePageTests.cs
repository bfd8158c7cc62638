using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KanaPerps.Recording;
using KanaPerps.Recording.Picture;
using KanaPerps.Streaming;

namespace KanaPerps.Client.Tests.Recording.Picture;

/// <summary>The page as a file: what is in it, and what is not.</summary>
public sealed class PicturePageTests
{
    private static readonly FeedKey s_book = new(KanaEndpoint.Testnet, "orderbook", "1338");

    [Fact]
    public void A_million_messages_make_a_page_of_bounded_size_that_keeps_the_spike()
    {
        PictureData data = new();
        for (int i = 0; i < 1_000_000; i++)
        {
            decimal price = i == 654_321 ? 987.654321m : 5.5m + ((i * 7919 % 1_000) / 1_000m);
            Book(data, i / 10.0, price, price + 0.0123m);
        }

        data.End();
        byte[] page = Write(data);

        Assert.InRange(data.Buckets, PictureData.MostBuckets / 4, PictureData.MostBuckets);
        Assert.InRange(page.Length, 500_000, 3_000_000);
        Assert.Contains(",987.66047", Encoding.UTF8.GetString(page), StringComparison.Ordinal);
        Assert.Contains("1,000,000 in 1 feed<", Encoding.UTF8.GetString(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_stand_in_the_page_as_they_were_recorded()
    {
        PictureData data = new();
        data.Message(new(KanaEndpoint.Testnet, "live_funding_rate", null), RecordedFolder.At(0.1234567), [new FundingRate { MarketId = 1338, Rate = 0.12345678901234567890123456m }, new FundingRate { MarketId = 1339, Rate = 0.10m }]);
        data.End();

        JsonElement markets = Data(Write(data)).GetProperty("markets");

        Assert.Equal(["0.12345678901234567890123456", "0.10"], markets.EnumerateArray().Select(m => m.GetProperty("lines")[0].GetProperty("value").GetString()));
        Assert.Equal(1_234_567, Data(Write(data)).GetProperty("fraction").GetInt64());
    }

    [Fact]
    public void Hostile_names_and_texts_stay_text()
    {
        const string Hostile = "</script><script>alert(1)</script><!--&\"'";
        FeedKey feed = new(KanaEndpoint.Testnet, Hostile, "</title><img src=x onerror=alert(1)>");
        PictureData data = new();
        data.Message(feed, RecordedFolder.At(0), []);
        data.Notice(new ReconnectingNotice { Feed = feed, At = RecordedFolder.At(1), Reason = Hostile, Kind = KanaErrorKind.ConnectFailed, Attempt = 1, Delay = TimeSpan.Zero, WasConnected = true, BeginsOutage = true });
        data.Message(feed, RecordedFolder.At(2), []);
        data.End();

        string page = Encoding.UTF8.GetString(Write(data, Hostile));

        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.Contains(WebUtility.HtmlEncode($"connection lost: {Hostile}"), page, StringComparison.Ordinal);
        Assert.Contains(Hostile, Data(Encoding.UTF8.GetBytes(page)).GetProperty("feeds")[0].GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_refers_to_nothing_outside_and_its_policy_allows_its_own_style_and_script_alone()
    {
        PictureData data = new();
        Book(data, 0, 5, 6);
        data.End();
        string page = Encoding.UTF8.GetString(Write(data));

        Assert.DoesNotMatch(new Regex("""(src|srcset|action|data|poster|background)\s*=\s*["']|https?:|//[a-z]+\.|@import|url\(|fetch\(|XMLHttpRequest|WebSocket|import\(|eval\("""), page);
        Assert.All(Regex.Matches(page, "href=\"([^\"]*)\"").Select(m => m.Groups[1].Value), link => Assert.StartsWith("#", link, StringComparison.Ordinal));
        Assert.DoesNotMatch("<[a-z]+ [^>]*\\s(style|on[a-z]+)=", page);
        Assert.Contains($"default-src 'none'; style-src '{Hash("<style>", "</style>")}'; script-src '{Hash("<script>", "</script>")}'; base-uri 'none'; form-action 'none'", page, StringComparison.Ordinal);

        string Hash(string before, string after)
        {
            int start = page.LastIndexOf(before, StringComparison.Ordinal) + before.Length;
            string text = page[start..page.IndexOf(after, start, StringComparison.Ordinal)];
            Assert.DoesNotContain('\r', text);
            return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void The_same_data_gives_the_same_bytes()
    {
        using RecordedFolder recording = new();
        SampleRecording.Write(recording, steps: 600);

        byte[] first = Page();

        Assert.Equal(first, Page());

        byte[] Page() => Write(SampleRecording.Read(recording.Path, new()));
    }

    [Fact]
    public void Without_a_script_the_tables_tell_where_data_is_missing()
    {
        PictureData data = new();
        Book(data, 0, 5, 6);
        data.Notice(new RecordingGapNotice { Feed = s_book, At = RecordedFolder.At(90), From = RecordedFolder.At(0), To = RecordedFolder.At(90), Reason = "the recording was not running" });
        Book(data, 90, 5, 6);
        data.End();

        string page = Encoding.UTF8.GetString(Write(data));

        Assert.Matches("<noscript>.*tables below tell where data is missing", page);
        Assert.Contains(
            """<a href="#from=2026-11-25T21:38:00.0000000Z&amp;to=2026-11-25T21:39:30.0000000Z">2026-11-25 21:38:00.000Z</a></td><td>2026-11-25 21:39:30.000Z</td><td>0:01:30</td><td>APT-USD order book</td><td><span class="kind">Not recorded</span>: nothing was recorded""",
            page,
            StringComparison.Ordinal);
        Assert.True(page.IndexOf("id=\"missing-rows\"", StringComparison.Ordinal) > page.IndexOf("</main>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_recording_without_a_line_gives_a_page_that_says_so()
    {
        PictureData data = new();
        data.Expect(s_book);
        data.End();

        Assert.Contains("the recording has no line of this feed.", Encoding.UTF8.GetString(Write(data)), StringComparison.Ordinal);
    }

    private static void Book(PictureData data, double seconds, decimal bid, decimal ask)
    {
        OrderBook book = new(1338, [new(bid, 10), new(ask, 12)], 1, BookAnomalies.None, "Testnet", RecordedFolder.At(seconds), []);
        data.Message(s_book, RecordedFolder.At(seconds), [book]);
    }

    private static byte[] Write(PictureData data, string name = "rec")
    {
        using MemoryStream stream = new();
        PicturePage.Write(stream, name, "Testnet", data);
        return stream.ToArray();
    }

    private static JsonElement Data(byte[] page)
    {
        string text = Encoding.UTF8.GetString(page);
        return JsonDocument.Parse(Regex.Match(text, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;
    }
}
