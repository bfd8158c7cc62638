using System.Buffers.Text;
using System.Text.Json;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Recording;

/// <summary>
/// Finds the parts of a line. A message that is written as a recorder writes it is not read as JSON: that the codec does. Any other order of the
/// properties, and any white space, is read as well.
/// </summary>
internal static class LineParser
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 1_000 };

    private static ReadOnlySpan<byte> Lead => "{\"at\":\""u8;

    private static ReadOnlySpan<byte> FeedName => "\",\"feed\":\""u8;

    private static ReadOnlySpan<byte> Connection => "\",\"connection\":"u8;

    private static ReadOnlySpan<byte> Repeat => ",\"repeat\":true"u8;

    private static ReadOnlySpan<byte> Message => ",\"message\":"u8;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its line feed.</param>
    /// <param name="shape">Its parts.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>Whether it is a line of a recording.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out LineShape shape, out string? problem)
    {
        problem = null;
        if (TryParseMessage(line, out shape))
        {
            return true;
        }

        shape = default;
        try
        {
            problem = Parse(line, ref shape);
        }
        catch (JsonException)
        {
            problem = "it is not JSON";
        }

        return problem is null;
    }

    private static bool TryParseMessage(ReadOnlySpan<byte> line, out LineShape shape)
    {
        shape = default;
        int at = Lead.Length;
        if (line.Length < Lead.Length + RecordingTime.Size
            || !line.StartsWith(Lead)
            || !Utf8Parser.TryParse(line.Slice(at, RecordingTime.Size), out shape.At, out int length, 'O')
            || length != RecordingTime.Size
            || shape.At.Offset != TimeSpan.Zero)
        {
            return false;
        }

        at += RecordingTime.Size;
        if (!Passes(line, ref at, FeedName))
        {
            return false;
        }

        int end = ByteScan.EndOfPlainString(line, at);
        shape.Feed = (at, end - at);
        at = end;
        if (end < 0 || !Passes(line, ref at, Connection) || !Utf8Parser.TryParse(line[at..], out shape.Connection, out int digits))
        {
            return false;
        }

        at += digits;
        shape.IsRepeat = Passes(line, ref at, Repeat);
        if (!Passes(line, ref at, Message) || line.Length - at < 2 || line[^1] != (byte)'}')
        {
            return false;
        }

        // Only an object or a list shows by its last byte that nothing follows it in the line.
        shape.Payload = (at, line.Length - 1 - at);
        return (line[at], line[^2]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }

    private static bool Passes(ReadOnlySpan<byte> line, ref int at, ReadOnlySpan<byte> text)
    {
        if (!line[at..].StartsWith(text))
        {
            return false;
        }

        at += text.Length;
        return true;
    }

    private static string? Parse(ReadOnlySpan<byte> line, ref LineShape shape)
    {
        Utf8JsonReader json = new(line, s_options);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return "it is not a JSON object";
        }

        bool hasTime = false;
        bool hasFeed = false;
        RecordedKind? kind = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            Property property = NameOf(ref json);
            int afterColon = (int)json.BytesConsumed;
            json.Read();
            int start = (int)json.TokenStartIndex;
            switch (property)
            {
                case Property.At when json.TokenType == JsonTokenType.String && json.TryGetDateTimeOffset(out DateTimeOffset at):
                    shape.At = at.ToUniversalTime();
                    hasTime = true;
                    break;
                case Property.Feed when json.TokenType == JsonTokenType.String:
                    hasFeed = true;
                    shape.Feed = (start + 1, json.ValueSpan.Length);
                    shape.IsFeedEscaped = json.ValueIsEscaped;
                    break;
                case Property.Connection when json.TokenType == JsonTokenType.Number:
                    json.TryGetInt32(out shape.Connection);
                    break;
                case Property.Repeat:
                    shape.IsRepeat = json.TokenType == JsonTokenType.True;
                    break;
                case Property.Message:
                    // With the white space around it: it may be the venue's.
                    json.Skip();
                    int end = (int)json.BytesConsumed;
                    end += line[end..].IndexOfAnyExcept(" \t"u8);
                    shape.Payload = (afterColon, end - afterColon);
                    shape.Form = PayloadForm.Json;
                    kind ??= RecordedKind.Message;
                    break;
                case Property.Text or Property.Base64 when json.TokenType == JsonTokenType.String:
                    shape.Payload = (start, (int)json.BytesConsumed - start);
                    shape.Form = property == Property.Text ? PayloadForm.Text : PayloadForm.Base64;
                    kind ??= RecordedKind.Message;
                    break;
                case Property.Notice:
                    kind = RecordedKind.Notice;
                    break;
                case Property.Recording:
                    kind = RecordedKind.Session;
                    break;
                case Property.Rest:
                    kind = RecordedKind.Rest;
                    break;
            }

            json.Skip();
        }

        // White space and nothing else may follow.
        while (json.Read())
        {
        }

        shape.Kind = kind ?? RecordedKind.Damage;
        return !hasTime ? "it has no time"
            : kind is null ? "it is neither a message nor a notice"
            : !hasFeed && kind is RecordedKind.Message or RecordedKind.Notice ? "it names no feed"
            : null;
    }

    private static Property NameOf(ref Utf8JsonReader json) =>
        json.ValueTextEquals("at"u8) ? Property.At
        : json.ValueTextEquals("feed"u8) ? Property.Feed
        : json.ValueTextEquals("connection"u8) ? Property.Connection
        : json.ValueTextEquals("repeat"u8) ? Property.Repeat
        : json.ValueTextEquals("message"u8) ? Property.Message
        : json.ValueTextEquals("text"u8) ? Property.Text
        : json.ValueTextEquals("base64"u8) ? Property.Base64
        : json.ValueTextEquals("notice"u8) ? Property.Notice
        : json.ValueTextEquals("recording"u8) ? Property.Recording
        : json.ValueTextEquals("rest"u8) ? Property.Rest
        : Property.Other;

    private enum Property
    {
        Other,
        At,
        Feed,
        Connection,
        Repeat,
        Message,
        Text,
        Base64,
        Notice,
        Recording,
        Rest,
    }
}
