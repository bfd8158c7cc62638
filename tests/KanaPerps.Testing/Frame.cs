using System.Buffers.Binary;
using System.Text;

namespace KanaPerps.Testing;

/// <summary>WebSocket frames as a server sends them, right ones and wrong ones.</summary>
public static class Frame
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    /// <summary>A frame.</summary>
    /// <param name="opcode">The opcode, known or not.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="isFinal">Whether the message ends with it.</param>
    /// <param name="reserved">Reserved bits: 0x40, 0x20, 0x10.</param>
    public static byte[] Make(byte opcode, ReadOnlySpan<byte> payload, bool isFinal = true, byte reserved = 0) =>
        [.. Head(opcode, payload.Length, isFinal, reserved), .. payload];

    /// <summary>A text frame, or the first fragment of a text.</summary>
    public static byte[] OfText(string text, bool isFinal = true) => Make(Text, Encoding.UTF8.GetBytes(text), isFinal);

    /// <summary>A further fragment of a text.</summary>
    public static byte[] More(string text, bool isFinal) => Make(Continuation, Encoding.UTF8.GetBytes(text), isFinal);

    /// <summary>A close frame.</summary>
    public static byte[] OfClose(int code, string reason = "")
    {
        byte[] payload = [0, 0, .. Encoding.UTF8.GetBytes(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        return Make(Close, payload);
    }

    /// <summary>The head of a frame that promises a length, true or not.</summary>
    public static byte[] Head(byte opcode, long length, bool isFinal = true, byte reserved = 0)
    {
        byte first = (byte)((isFinal ? 0x80 : 0) | reserved | opcode);
        if (length < 126)
        {
            return [first, (byte)length];
        }

        if (length <= ushort.MaxValue)
        {
            byte[] medium = [first, 126, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(medium.AsSpan(2), (ushort)length);
            return medium;
        }

        byte[] large = [first, 127, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(large.AsSpan(2), length);
        return large;
    }
}
