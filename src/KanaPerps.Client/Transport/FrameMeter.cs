using System.Buffers.Binary;

namespace KanaPerps.Transport;

/// <summary>
/// Follows the frames in the bytes of a connection without keeping any: whether a message is under way, since when, and how large the
/// frame is that was announced last. ClientWebSocket tells of a frame only when it has filled a buffer or come to its end, so one that
/// stops halfway, or trickles, would look like silence.
/// </summary>
internal sealed class FrameMeter
{
    private const byte Final = 0x80;
    private const byte Opcode = 0x0F;
    private const byte Control = 0x08;
    private const byte Close = 0x08;
    private const byte Masked = 0x80;

    private readonly TimeProvider _time;
    private readonly byte[] _head = new byte[14];
    private int _headLength;
    private int _lineEnds;
    private bool _isUpgraded;
    private ulong _left;
    private bool _endsMessage;
    private bool _isControl;
    private long _messageStart;
    private long _messageBytes;
    private long _lastByteAt;

    public FrameMeter(TimeProvider time)
    {
        _time = time;
        _lastByteAt = time.GetTimestamp();
    }

    /// <summary>How long ago the peer gave its last sign of life, be it a pong. Safe from any thread.</summary>
    public TimeSpan SinceLastByte => _time.GetElapsedTime(Volatile.Read(ref _lastByteAt));

    /// <summary>Whether the peer has sent a close that has no code in it: to the framework that is the same as code 1000.</summary>
    public bool WasClosedWithoutCode { get; private set; }

    /// <summary>How long the message that is being received has been coming in, or null between messages. Safe from any thread.</summary>
    public TimeSpan? AssemblyTime => Volatile.Read(ref _messageStart) is var start && start != 0 ? _time.GetElapsedTime(start) : null;

    /// <summary>How many bytes of the message that is being received have come.</summary>
    public long MessageBytes => Volatile.Read(ref _messageBytes);

    /// <summary>The length of the largest frame that was announced so far.</summary>
    public ulong LargestFrame { get; private set; }

    /// <summary>Takes note of bytes that were read.</summary>
    /// <param name="bytes">The next bytes of the connection, the answer to the handshake first.</param>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            Volatile.Write(ref _lastByteAt, _time.GetTimestamp());
        }

        while (!bytes.IsEmpty)
        {
            bytes = !_isUpgraded ? SkipHandshake(bytes) : _left > 0 ? SkipPayload(bytes) : TakeHead(bytes);
        }
    }

    // Frames follow the empty line after "HTTP/1.1 101"; after any other status comes another answer, or no frame ever.
    private ReadOnlySpan<byte> SkipHandshake(ReadOnlySpan<byte> bytes)
    {
        if (_headLength < _head.Length)
        {
            _head[_headLength++] = bytes[0];
        }

        _lineEnds = bytes[0] switch
        {
            (byte)'\n' => _lineEnds + 1,
            (byte)'\r' => _lineEnds,
            _ => 0,
        };
        if (_lineEnds == 2)
        {
            _isUpgraded = _head.AsSpan(9, 3).SequenceEqual("101"u8);
            (_headLength, _lineEnds) = (0, 0);
        }

        return bytes[1..];
    }

    private ReadOnlySpan<byte> TakeHead(ReadOnlySpan<byte> bytes)
    {
        _head[_headLength++] = bytes[0];
        if (_headLength >= 2 && _headLength == HeadSize(_head[1]))
        {
            _headLength = 0;
            Begin();
        }

        return bytes[1..];
    }

    private static int HeadSize(byte second) =>
        2 + ((second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }) + ((second & Masked) != 0 ? 4 : 0);

    private void Begin()
    {
        _left = (_head[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(2)),
            int length => (ulong)length,
        };
        LargestFrame = Math.Max(LargestFrame, _left);
        _isControl = (_head[0] & Control) != 0;
        WasClosedWithoutCode |= (_head[0] & Opcode) == Close && _left == 0;

        // A frame that has no place within a message does not end it.
        bool isInPlace = (_head[0] & Opcode) == 0 || _messageStart == 0;
        _endsMessage = !_isControl && isInPlace && (_head[0] & Final) != 0;
        if (!_isControl && _messageStart == 0)
        {
            Volatile.Write(ref _messageBytes, 0);
            Volatile.Write(ref _messageStart, Math.Max(1, _time.GetTimestamp()));
        }

        EndIfWhole();
    }

    private ReadOnlySpan<byte> SkipPayload(ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(_left, (ulong)bytes.Length);
        _left -= (ulong)count;
        Volatile.Write(ref _messageBytes, _messageBytes + (_isControl ? 0 : count));
        EndIfWhole();
        return bytes[count..];
    }

    private void EndIfWhole()
    {
        if (_left == 0 && _endsMessage)
        {
            Volatile.Write(ref _messageStart, 0);
        }
    }
}
