using System.Text;
using System.Text.Json;
using KanaPerps.Recording;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>The lines of a recording, byte by byte.</summary>
public sealed class RecordingLineTests
{
    private static readonly DateTimeOffset s_at = new DateTimeOffset(2026, 11, 25, 22, 38, 34, TimeSpan.FromHours(1)).AddTicks(1234567);

    [Fact]
    public void A_message_stands_in_its_line_as_the_venue_sent_it() => Assert.Equal(
        """{"at":"2026-11-25T21:38:34.1234567Z","feed":"orderbook/14","connection":3,"message":{"data":[ 1.50 ]}}""",
        Message("""{"data":[ 1.50 ]}"""u8, isJson: true));

    [Theory]
    [InlineData("{\"data\":\n[]}", """ "text":"{\"data\":\n[]}" """)]
    [InlineData("{\"data\":\r[]}", """ "text":"{\"data\":\r[]}" """)]
    [InlineData("\uFEFF{}", "text")]
    [InlineData("not JSON", """ "text":"not JSON" """)]
    [InlineData("{} {}", """ "text":"{} {}" """)]
    [InlineData("", """ "text":"" """)]
    [InlineData("\u001b[2J", """ "text":"\u001B[2J" """)]
    public void What_is_not_json_or_has_a_line_break_stands_there_as_text(string message, string part)
    {
        string line = Message(Encoding.UTF8.GetBytes(message), isJson: false);

        Assert.Contains(part.Trim(), line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Equal(message, JsonDocument.Parse(line).RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("""{"a":{"b":[null]}}""")]
    public void Json_of_any_shape_stands_there_unchanged(string message) =>
        Assert.EndsWith($",\"message\":{message}}}", Message(Encoding.UTF8.GetBytes(message), isJson: false), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_utf8_stands_there_as_base64()
    {
        byte[] message = [(byte)'{', 0xFF, 0xFE];

        // Whatever it was taken for.
        string line = Message(message, isJson: true);

        Assert.Equal(message, JsonDocument.Parse(line).RootElement.GetProperty("base64").GetBytesFromBase64());
    }

    [Fact]
    public void A_binary_message_stands_there_as_base64_also_when_it_is_json() =>
        Assert.EndsWith(",\"base64\":\"e30=\"}", Message("{}"u8, isJson: false, isBinary: true), StringComparison.Ordinal);

    [Fact]
    public void A_repeat_is_marked_after_its_connection()
    {
        byte[] line = new byte[200];
        int length = RecordingLine.WriteMessage(line, s_at, RecordingLine.Quote("orderbook/14"), 12, RecordingLine.Payload("{}"u8, false, true), out int head);

        Assert.Equal(
            """{"at":"2026-11-25T21:38:34.1234567Z","feed":"orderbook/14","connection":12,"repeat":true,"message":{}}""",
            Encoding.UTF8.GetString(RecordingLine.Repeated(line.AsSpan(0, length), head)));
    }

    [Fact]
    public void Sessions_and_answers_of_rest_have_lines_of_their_own()
    {
        Assert.Equal(
            """{"at":"2026-11-25T21:38:34.1234567Z","recording":"Started","version":"1.2.3","feeds":["orderbook/14","live_funding_rate"]}""",
            Encoding.UTF8.GetString(RecordingLine.Started(s_at, "1.2.3", ["orderbook/14", "live_funding_rate"])));
        Assert.Equal("""{"at":"2026-11-25T21:38:34.1234567Z","recording":"Stopped"}""", Encoding.UTF8.GetString(RecordingLine.Stopped(s_at)));
        Assert.Equal(
            """{"at":"2026-11-25T21:38:34.1234567Z","rest":"/getMarketInfo?marketId=14","message":{"success":true}}""",
            Encoding.UTF8.GetString(RecordingLine.Rest(s_at, "/getMarketInfo?marketId=14", """{"success":true}"""u8)));
    }

    [Fact]
    public void The_longest_number_of_a_connection_fits()
    {
        byte[] feed = RecordingLine.Quote("f");
        byte[] line = new byte[RecordingLine.MostOverhead + feed.Length + 2];

        Assert.InRange(RecordingLine.WriteMessage(line, s_at, feed, int.MaxValue, RecordingLine.Payload("{}"u8, false, true), out _), 1, line.Length);
    }

    private static string Message(ReadOnlySpan<byte> message, bool isJson, bool isBinary = false)
    {
        byte[] line = new byte[1000];
        int length = RecordingLine.WriteMessage(line, s_at, RecordingLine.Quote("orderbook/14"), 3, RecordingLine.Payload(message, isBinary, isJson), out _);
        return Encoding.UTF8.GetString(line, 0, length);
    }
}
