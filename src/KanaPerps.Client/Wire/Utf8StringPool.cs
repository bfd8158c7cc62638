using System.Text;

namespace KanaPerps.Wire;

/// <summary>
/// Hands out one string for the same bytes again and again: addresses, market ids and statuses repeat in every message. A fixed
/// number of slots, each holding the last value that fell into it, so that a stream of ever new values costs no memory.
/// Not safe for several threads: each codec has its own.
/// </summary>
internal sealed class Utf8StringPool
{
    private const int Slots = 1024;
    private const int LongestKept = 256;

    private readonly Func<string, string> _make;
    private readonly Entry[] _entries = new Entry[Slots];

    /// <summary>Makes a pool.</summary>
    /// <param name="make">Turns a value as sent into the one to hand out, once per entry.</param>
    public Utf8StringPool(Func<string, string> make)
    {
        _make = make;
    }

    /// <summary>The string for these bytes.</summary>
    /// <param name="utf8">The value as sent.</param>
    /// <returns>A string made of them, possibly one handed out before.</returns>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
        {
            return _make(Encoding.UTF8.GetString(utf8));
        }

        HashCode hash = default;
        hash.AddBytes(utf8);
        ref Entry entry = ref _entries[hash.ToHashCode() & (Slots - 1)];
        if (entry.Utf8 is null || !utf8.SequenceEqual(entry.Utf8))
        {
            entry = new Entry(utf8.ToArray(), _make(Encoding.UTF8.GetString(utf8)));
        }

        return entry.Text;
    }

    private readonly record struct Entry(byte[]? Utf8, string Text);
}
