namespace KanaPerps.Recording;

/// <summary>Some streams, one behind the other. They stay open.</summary>
internal sealed class Concatenation : ForwardStream
{
    private readonly Stream[] _streams;
    private int _current;

    /// <summary>Puts streams together.</summary>
    /// <param name="streams">The streams.</param>
    public Concatenation(params Stream[] streams)
    {
        _streams = streams;
    }

    /// <summary>Reads pieces of memory, one behind the other.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <returns>The stream.</returns>
    public static Concatenation Of(params ArraySegment<byte>[] pieces) => new([.. pieces.Select(p => new MemoryStream(p.Array!, p.Offset, p.Count))]);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        for (; _current < _streams.Length; _current++)
        {
            if (_streams[_current].Read(buffer) is > 0 and int read)
            {
                return read;
            }
        }

        return 0;
    }
}
