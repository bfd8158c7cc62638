namespace KanaPerps.Recording;

/// <summary>
/// Some lines on their way to the disk: they become one member of one file. It knows which of them is the last message of each feed, because the
/// next file begins with those.
/// </summary>
internal sealed class RecordingChunk
{
    /// <summary>How many bytes a chunk has, unless a single line is longer.</summary>
    public const int UsualSize = 1024 * 1024;

    private readonly byte[] _bytes;
    private readonly LastMessage[] _last;
    private int _length;

    public RecordingChunk(int size, int feeds)
    {
        _bytes = new byte[size];
        _last = new LastMessage[feeds];
    }

    /// <summary>How much memory it takes.</summary>
    public int Size => _bytes.Length;

    /// <summary>When the period of the file that it belongs to begins.</summary>
    public DateTime Period { get; private set; }

    /// <summary>How many lines it has.</summary>
    public int Lines { get; private set; }

    /// <summary>The earliest time of a line, in UTC ticks.</summary>
    public long FirstAt { get; private set; }

    /// <summary>The latest time of a line, in UTC ticks.</summary>
    public long LastAt { get; private set; }

    /// <summary>The lines.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>The room that is left.</summary>
    public Span<byte> Free => _bytes.AsSpan(_length);

    /// <summary>Forgets what was in it.</summary>
    /// <param name="period">When the period of its next file begins.</param>
    public void Begin(DateTime period)
    {
        (Period, Lines, _length, FirstAt, LastAt) = (period, 0, 0, long.MaxValue, long.MinValue);
        Array.Clear(_last);
    }

    /// <summary>Adds a line that was written to <see cref="Free"/>.</summary>
    /// <param name="length">How long it is, without its line feed, for which there is room.</param>
    /// <param name="at">Its time.</param>
    public void Add(int length, DateTimeOffset at)
    {
        _bytes[_length + length] = (byte)'\n';
        _length += length + 1;
        Lines++;
        FirstAt = Math.Min(FirstAt, at.UtcTicks);
        LastAt = Math.Max(LastAt, at.UtcTicks);
    }

    /// <summary>Adds a message that was written to <see cref="Free"/>.</summary>
    /// <param name="length">How long its line is, without its line feed, for which there is room.</param>
    /// <param name="at">Its time.</param>
    /// <param name="feed">The number of the feed.</param>
    /// <param name="head">How long the line is up to the end of the connection's number.</param>
    public void Add(int length, DateTimeOffset at, int feed, int head)
    {
        _last[feed] = new(_length, length, head, at);
        Add(length, at);
    }

    /// <summary>The last message of a feed.</summary>
    /// <param name="feed">The number of the feed.</param>
    /// <param name="line">Its line, without the line feed.</param>
    /// <param name="head">How long the line is up to the end of the connection's number.</param>
    /// <param name="at">Its time.</param>
    /// <returns>False when the chunk has no message of the feed.</returns>
    public bool TryGetLast(int feed, out ReadOnlySpan<byte> line, out int head, out DateTimeOffset at)
    {
        LastMessage last = _last[feed];
        line = _bytes.AsSpan(last.Start, last.Length);
        (head, at) = (last.Head, last.At);
        return last.Length > 0;
    }

    private readonly record struct LastMessage(int Start, int Length, int Head, DateTimeOffset At);
}
