using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KanaPerps.Wire.Fast;

/// <summary>A field at its place in a <see cref="RowShape"/>.</summary>
internal readonly struct ShapedField
{
    // The first bytes of the lead as one comparison takes them, and a bit for each of them: most leads are no longer. Of the others the
    // last bytes, which may be some of the first again.
    private readonly Vector128<byte> _head;
    private readonly uint _headBits;
    private readonly Vector128<byte> _tail;

    /// <summary>Makes a field.</summary>
    /// <param name="lead">All that stands before its value: the brace or comma, the name, the colon.</param>
    /// <param name="slot">Where its value belongs.</param>
    public ShapedField(byte[] lead, int slot)
    {
        Lead = lead;
        Slot = slot;
        byte[] head = new byte[Vector128<byte>.Count];
        int length = Math.Min(lead.Length, head.Length);
        lead.AsSpan(0, length).CopyTo(head);
        _head = Vector128.Create(head);
        _headBits = (1u << length) - 1;
        _tail = lead.Length > head.Length ? Vector128.Create(lead.AsSpan(lead.Length - head.Length)) : default;
    }

    /// <summary>All that stands before the value.</summary>
    public byte[] Lead { get; }

    /// <summary>Where the value belongs.</summary>
    public int Slot { get; }

    /// <summary>Whether the lead stands in a message.</summary>
    /// <param name="json">The message.</param>
    /// <param name="at">Where.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandsAt(ReadOnlySpan<byte> json, int at)
    {
        int length = Lead.Length;
        if (json.Length - at < length + Vector128<byte>.Count || length > 2 * Vector128<byte>.Count)
        {
            return json[at..].StartsWith(Lead);
        }

        uint equal = Vector128.Equals(Vector128.Create(json.Slice(at, Vector128<byte>.Count)), _head).ExtractMostSignificantBits();
        return (equal & _headBits) == _headBits
            && (length <= Vector128<byte>.Count || Vector128.Create(json.Slice(at + length - Vector128<byte>.Count, Vector128<byte>.Count)) == _tail);
    }
}
