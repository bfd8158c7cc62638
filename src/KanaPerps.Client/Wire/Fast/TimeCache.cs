using System.Buffers.Binary;

namespace KanaPerps.Wire.Fast;

/// <summary>Reads times, and remembers the last one: the rows of a message mostly have the same second.</summary>
internal sealed class TimeCache
{
    // Seconds have had ten digits since 2001, and will have until 2286.
    private const int Digits = 10;

    // No text has these bytes.
    private ulong _head = ulong.MaxValue;
    private ushort _tail;
    private long _ticks;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="ticks">The time in ticks of UTC, or 0 for none.</param>
    /// <returns>False when the text is no time.</returns>
    public bool TryGet(ReadOnlySpan<byte> text, out long ticks)
    {
        if (text.Length != Digits)
        {
            return VenueTime.TryParse(text, out ticks);
        }

        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort tail = BinaryPrimitives.ReadUInt16LittleEndian(text[sizeof(ulong)..]);
        if (head == _head && tail == _tail)
        {
            ticks = _ticks;
            return true;
        }

        if (!VenueTime.TryParse(text, out ticks))
        {
            return false;
        }

        (_head, _tail, _ticks) = (head, tail, ticks);
        return true;
    }
}
