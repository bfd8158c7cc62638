using System.Globalization;
using System.Text;

namespace KanaPerps.Wire;

/// <summary>
/// Makes text from the venue safe to print: characters that steer a terminal or the direction of writing become <c>\uXXXX</c>, so that
/// no escape sequence reaches a terminal, a log or a file.
/// </summary>
internal static class VenueText
{
    private const int ExcerptLength = 200;
    private const int QuoteLength = 80;

    /// <summary>How many bytes an excerpt looks at: a character has at most four, so they always hold enough of them.</summary>
    public const int ExcerptBytes = ExcerptLength * 4;

    /// <summary>Escapes a value.</summary>
    /// <param name="text">The value as sent.</param>
    /// <returns>The same instance when there is nothing to escape.</returns>
    public static string Escape(string text) => Escape(text, lineBreaksToSpaces: false);

    /// <summary>What a user typed, for an error: escaped, and its beginning only when it is long.</summary>
    /// <param name="text">The text.</param>
    /// <returns>At most 80 characters and an ellipsis.</returns>
    public static string Shorten(string text) => Escape(text.Length > QuoteLength ? string.Concat(text.AsSpan(0, QuoteLength), "…") : text);

    /// <summary>Escapes JSON text so that it stays the same JSON: white space outside strings becomes blanks, all else a JSON escape.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>The text, safe to print.</returns>
    public static string EscapeJson(ReadOnlySpan<byte> utf8) => Escape(Encoding.UTF8.GetString(utf8), lineBreaksToSpaces: true);

    /// <summary>The beginning of a message or row for a notice, escaped.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <returns>At most 200 characters and an ellipsis.</returns>
    public static string Excerpt(ReadOnlySpan<byte> utf8)
    {
        bool cut = utf8.Length > ExcerptBytes;
        string text = EscapeJson(cut ? utf8[..ExcerptBytes] : utf8);
        int end = text.Length > ExcerptLength && char.IsHighSurrogate(text[ExcerptLength - 1]) ? ExcerptLength - 1 : ExcerptLength;
        return text.Length > ExcerptLength ? string.Concat(text.AsSpan(0, end), "…") : cut ? text + "…" : text;
    }

    private static string Escape(string text, bool lineBreaksToSpaces)
    {
        int first = IndexOfUnsafe(text, 0);
        if (first < 0)
        {
            return text;
        }

        StringBuilder safe = new(text.Length + 16);
        int start = 0;
        for (int at = first; at >= 0; at = IndexOfUnsafe(text, start))
        {
            safe.Append(text, start, at - start);
            if (lineBreaksToSpaces && text[at] is '\t' or '\r' or '\n')
            {
                safe.Append(' ');
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:X4}");
            }

            start = at + 1;
        }

        return safe.Append(text, start, text.Length - start).ToString();
    }

    private static int IndexOfUnsafe(string text, int start)
    {
        int notPlain = text.AsSpan(start).IndexOfAnyExceptInRange(' ', '~');
        if (notPlain < 0)
        {
            return -1;
        }

        for (int i = start + notPlain; i < text.Length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and < (char)0x7F)
            {
                continue;
            }

            if (char.IsSurrogate(c))
            {
                if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
                {
                    i++;
                    continue;
                }

                return i;
            }

            if (char.IsControl(c) || IsBidirectionalControl(c) || c is '\u2028' or '\u2029')
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsBidirectionalControl(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
