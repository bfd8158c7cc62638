using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace KanaPerps.Recording;

/// <summary>
/// Writes the lines of a recording, each without its line feed: messages, what REST answered, when a session began and ended. <see cref="NoticeJson"/>
/// writes notices.
/// </summary>
/// <remarks>
/// A message is <c>{"at":…,"feed":…,"connection":…,"message":…}</c> with the venue's bytes as they came. What is not JSON, or has a line break in it, is
/// a JSON string in <c>text</c> instead. What is not UTF-8, and a binary message whatever is in it, stands in <c>base64</c>: a feed has no use for it.
/// </remarks>
internal static class RecordingLine
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static ReadOnlySpan<byte> At => "{\"at\":\""u8;

    private static ReadOnlySpan<byte> Feed => "\",\"feed\":"u8;

    private static ReadOnlySpan<byte> Connection => ",\"connection\":"u8;

    private static ReadOnlySpan<byte> Message => ",\"message\":"u8;

    private static ReadOnlySpan<byte> Repeat => ",\"repeat\":true"u8;

    /// <summary>How many bytes a line has beside the feed's name and the message at most.</summary>
    public const int MostOverhead = 96;

    /// <summary>The name of a feed as it stands in lines: a JSON string with its quotes.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Quote(string name) => Render(name, static (writer, value) => writer.WriteStringValue(value));

    /// <summary>Finds out how a message is to be written.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isBinary">Whether it came as a binary message.</param>
    /// <param name="isJson">Whether it is known to be JSON.</param>
    /// <returns>The message to write with <see cref="WriteMessage"/>: itself, or what stands in its place.</returns>
    public static RecordedPayload Payload(ReadOnlySpan<byte> message, bool isBinary, bool isJson) =>
        isBinary || !Utf8.IsValid(message) ? new(Render(message, static (writer, value) => writer.WriteBase64StringValue(value)), ",\"base64\":"u8)
        : message.ContainsAny((byte)'\n', (byte)'\r') || message.StartsWith("\uFEFF"u8) || !(isJson || IsJson(message)) ? new(Render(message, static (writer, value) => writer.WriteStringValue(value)), ",\"text\":"u8)
        : new(message, Message);

    /// <summary>Writes a message.</summary>
    /// <param name="destination">Takes the line: <see cref="MostOverhead"/>, the feed's name and the payload fit.</param>
    /// <param name="at">When it was received.</param>
    /// <param name="feed">The feed's name, quoted.</param>
    /// <param name="connection">Which connection of the feed it came over, from 1.</param>
    /// <param name="payload">The message.</param>
    /// <param name="head">How long the line is up to the end of the connection's number: where a repeat is marked.</param>
    /// <returns>How long the line is.</returns>
    public static int WriteMessage(Span<byte> destination, DateTimeOffset at, ReadOnlySpan<byte> feed, int connection, RecordedPayload payload, out int head)
    {
        int length = Append(destination, 0, At);
        RecordingTime.Write(destination[length..], at);
        length = Append(destination, length + RecordingTime.Size, Feed);
        length = Append(destination, length, feed);
        length = Append(destination, length, Connection);
        Utf8Formatter.TryFormat(connection, destination[length..], out int digits);
        head = length += digits;
        length = Append(destination, length, payload.Name);
        length = Append(destination, length, payload.Value);
        return Append(destination, length, "}"u8);
    }

    /// <summary>Makes the line with which a file begins of a message that stands in the file before.</summary>
    /// <param name="line">The message's line.</param>
    /// <param name="head">How long it is up to the end of the connection's number.</param>
    /// <returns>The line.</returns>
    public static byte[] Repeated(ReadOnlySpan<byte> line, int head) => [.. line[..head], .. Repeat, .. line[head..]];

    /// <summary>Writes that a session of a recorder begins.</summary>
    /// <param name="at">When.</param>
    /// <param name="version">The version that records.</param>
    /// <param name="feeds">The names of the feeds.</param>
    /// <returns>The line.</returns>
    public static byte[] Started(DateTimeOffset at, string version, IEnumerable<string> feeds) => Render((at, version, feeds), static (writer, session) =>
    {
        writer.WriteStartObject();
        writer.WriteString("at", RecordingTime.Text(session.at));
        writer.WriteString("recording", "Started");
        writer.WriteString("version", session.version);
        writer.WriteStartArray("feeds");
        foreach (string feed in session.feeds)
        {
            writer.WriteStringValue(feed);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Writes that a session of a recorder ends as it should.</summary>
    /// <param name="at">When.</param>
    /// <returns>The line.</returns>
    public static byte[] Stopped(DateTimeOffset at) => Render(at, static (writer, time) =>
    {
        writer.WriteStartObject();
        writer.WriteString("at", RecordingTime.Text(time));
        writer.WriteString("recording", "Stopped");
        writer.WriteEndObject();
    });

    /// <summary>Writes what REST answered.</summary>
    /// <param name="at">When.</param>
    /// <param name="query">The path and the query of the call, such as <c>/getMarketInfo?marketId=14</c>.</param>
    /// <param name="answer">The answer's body.</param>
    /// <returns>The line.</returns>
    public static byte[] Rest(DateTimeOffset at, string query, ReadOnlySpan<byte> answer)
    {
        byte[] head = Render((at, query), static (writer, call) =>
        {
            writer.WriteStartObject();
            writer.WriteString("at", RecordingTime.Text(call.at));
            writer.WriteString("rest", call.query);
        });
        RecordedPayload payload = Payload(answer, isBinary: false, isJson: false);
        return [.. head, .. payload.Name, .. payload.Value, (byte)'}'];
    }

    private static bool IsJson(ReadOnlySpan<byte> message)
    {
        try
        {
            Utf8JsonReader reader = new(message);
            while (reader.Read())
            {
                reader.Skip();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Append(Span<byte> destination, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(destination[at..]);
        return at + text.Length;
    }

    private static byte[] Render<T>(T value, Action<Utf8JsonWriter, T> write)
        where T : allows ref struct
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_options))
        {
            write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
