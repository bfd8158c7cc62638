using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Recording;

/// <summary>
/// Writes a notice as a line of a recording, and reads it again: each property that can be set is in it, so that what is read equals what was written.
/// Notices are rare, so their properties are found by reflection: a kind of notice that is added needs nothing here.
/// </summary>
internal static class NoticeJson
{
    private const string Suffix = "Notice";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly Lazy<FrozenDictionary<string, Kind>> s_kinds = new(() =>
        typeof(StreamNotice).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(StreamNotice)) && !t.IsAbstract && t != typeof(UnknownNotice))
            .Select(t => new Kind(t))
            .ToFrozenDictionary(k => k.Name));

    /// <summary>Writes a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>The line, without a line feed.</returns>
    public static byte[] Write(StreamNotice notice)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("at", RecordingTime.Text(notice.At));
            writer.WriteString("feed", FeedName.Of(notice.Feed));
            if (notice is UnknownNotice unknown)
            {
                writer.WriteString("notice", unknown.Name);
            }
            else
            {
                Kind kind = s_kinds.Value[Kind.NameOf(notice.GetType())];
                writer.WriteString("notice", kind.Name);
                foreach (PropertyInfo property in kind.Properties)
                {
                    writer.WritePropertyName(Kind.NameOf(property));
                    WriteValue(writer, property.GetValue(notice));
                }
            }

            writer.WriteString("text", notice.Message);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a notice.</summary>
    /// <param name="line">The line; it has a property <c>notice</c>.</param>
    /// <param name="feed">The feed that the line names.</param>
    /// <returns>The notice; an <see cref="UnknownNotice"/> when its kind is not known or a value can't be read.</returns>
    public static StreamNotice Read(JsonElement line, FeedKey feed)
    {
        DateTimeOffset at = line.TryGetProperty("at", out JsonElement time) && RecordingTime.TryRead(time, out DateTimeOffset read) ? read : default;
        string name = TextOf(line, "notice");
        if (s_kinds.Value.TryGetValue(name, out Kind? kind) && TryRead(line, kind) is { } notice)
        {
            return notice with { Feed = feed, At = at };
        }

        return new UnknownNotice { Feed = feed, At = at, Name = name, Text = VenueText.Escape(TextOf(line, "text")) };
    }

    private static StreamNotice? TryRead(JsonElement line, Kind kind)
    {
        StreamNotice notice = (StreamNotice)Activator.CreateInstance(kind.Type)!;
        foreach (PropertyInfo property in kind.Properties)
        {
            bool isThere = line.TryGetProperty(Kind.NameOf(property), out JsonElement value);
            if (isThere && TryReadValue(value, property.PropertyType, out object? read))
            {
                property.SetValue(notice, read);
            }
            else if (isThere || property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
            {
                return null;
            }
        }

        return notice;
    }

    private static string TextOf(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? SafeText(value) : "";

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case Enum name:
                writer.WriteStringValue(name.ToString());
                break;
            case TimeSpan length:
                writer.WriteStringValue(length.ToString("c", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(RecordingTime.Text(time));
                break;
            case KanaException error:
                writer.WriteStartObject();
                writer.WriteString("kind", error.Kind.ToString());
                writer.WriteString("message", error.Message);
                writer.WriteString("nextStep", error.NextStep);
                writer.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"A notice has a property of the type {value.GetType()}, which a recording can't hold.");
        }
    }

    private static bool TryReadValue(JsonElement value, Type type, out object? read)
    {
        read = null;
        if (value.ValueKind == JsonValueKind.Null)
        {
            return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        read = value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False when type == typeof(bool) => value.GetBoolean(),
            JsonValueKind.Number when type == typeof(int) => value.TryGetInt32(out int number) ? number : null,
            JsonValueKind.Number when type == typeof(long) => value.TryGetInt64(out long number) ? number : null,
            JsonValueKind.String when type == typeof(string) => VenueText.Escape(SafeText(value)),
            JsonValueKind.String when type == typeof(TimeSpan) => TimeSpan.TryParseExact(SafeText(value), "c", CultureInfo.InvariantCulture, out TimeSpan length) ? length : null,
            JsonValueKind.String when type == typeof(DateTimeOffset) => RecordingTime.TryRead(value, out DateTimeOffset time) ? time : null,
            JsonValueKind.String when type.IsEnum => Enum.TryParse(type, SafeText(value), out object? name) && Enum.IsDefined(type, name) ? name : null,
            JsonValueKind.Object when type == typeof(KanaException) => ReadError(value),
            _ => null,
        };
        return read is not null;
    }

    private static KanaException? ReadError(JsonElement value) =>
        Enum.TryParse(TextOf(value, "kind"), out KanaErrorKind kind) && Enum.IsDefined(kind)
            ? new KanaException(kind, VenueText.Escape(TextOf(value, "message")), VenueText.Escape(TextOf(value, "nextStep")))
            : null;

    // Half a surrogate pair has no text.
    private static string SafeText(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>A kind of notice and what can be set in it, beside its feed and time.</summary>
    private sealed class Kind(Type type)
    {
        public Type Type => type;

        public string Name { get; } = NameOf(type);

        public PropertyInfo[] Properties { get; } =
        [
            .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(p => p.CanRead && p.CanWrite && p.Name is not (nameof(StreamNotice.Feed) or nameof(StreamNotice.At))),
        ];

        public static string NameOf(Type type) => type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;

        public static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
    }
}
