using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Recording;

/// <summary>A time in a recording: UTC with all seven digits, such as <c>2026-11-25T21:38:34.1234567Z</c>.</summary>
internal static class RecordingTime
{
    /// <summary>How long it is, in bytes.</summary>
    public const int Size = 28;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Writes a time.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <param name="time">The time.</param>
    public static void Write(Span<byte> destination, DateTimeOffset time) => Utf8Formatter.TryFormat(time.UtcDateTime, destination, out _, 'O');

    /// <summary>The text of a time.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The text.</returns>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a time.</summary>
    /// <param name="value">The value.</param>
    /// <param name="time">The time, in UTC.</param>
    /// <returns>False when it is not one.</returns>
    public static bool TryRead(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out DateTimeOffset read))
        {
            return false;
        }

        time = read.ToUniversalTime();
        return true;
    }
}
