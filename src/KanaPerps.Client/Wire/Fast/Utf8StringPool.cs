using System.Buffers.Binary;
using System.Text;

namespace KanaPerps.Wire.Fast;

/// <summary>
/// Hands out one string for the same bytes again and again: addresses, market ids and statuses repeat in every message. A fixed
/// number of slots, each holding the last value that fell into it, so that a stream of ever new values costs no memory.
/// Not safe for several threads: each codec has its own.
/// </summary>
internal sealed class Utf8StringPool
{
    private const int SlotBits = 10;
    private const ulong FirstFactor = 0x9E37_79B9_7F4A_7C15;
    private const ulong LastFactor = 0xC2B2_AE3D_27D4_EB4F;
    private const int LongestKept = 256;

    private readonly Func<string, string> _make;
    private readonly Entry[] _entries = new Entry[1 << SlotBits];

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

        ref Entry entry = ref _entries[SlotOf(utf8)];
        if (!entry.Holds(utf8))
        {
            string sent = Encoding.UTF8.GetString(utf8);
            string text = _make(sent);
            entry = new Entry(text, ReferenceEquals(text, sent) && Ascii.IsValid(utf8) ? null : utf8.ToArray());
        }

        return entry.Text!;
    }

    // Values that share their ends meet in one slot and take turns: right all the same, and no worse than no pool.
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        ulong mixed = (ulong)utf8.Length;
        if (utf8.Length >= sizeof(ulong))
        {
            mixed += BinaryPrimitives.ReadUInt64LittleEndian(utf8) * FirstFactor;
            mixed ^= BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]) * LastFactor;
        }
        else
        {
            foreach (byte b in utf8)
            {
                mixed = (mixed << 8) | b;
            }
        }

        return (int)((mixed * FirstFactor) >> (64 - SlotBits));
    }

    /// <summary>A string that was handed out.</summary>
    /// <param name="Text">The string.</param>
    /// <param name="Utf8">The value as sent where the string is not the same in ASCII; then the string itself is what to compare with.</param>
    private readonly record struct Entry(string? Text, byte[]? Utf8)
    {
        public bool Holds(ReadOnlySpan<byte> utf8) =>
            Utf8 is null ? Text is not null && Ascii.Equals(utf8, Text) : utf8.SequenceEqual(Utf8);
    }
}
