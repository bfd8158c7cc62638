using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>
/// Holds the message that is being received to the limits, piece by piece, and keeps its beginning for a notice. Websocket.Client, which puts the
/// pieces together, has no limits.
/// </summary>
internal sealed class MessageAssembly
{
    // As much as an excerpt shows, and one byte more, so that the excerpt is seen to be cut.
    private const int KeptBytes = VenueText.ExcerptBytes + 1;

    private readonly int _maxBytes;
    private readonly int _maxEmptyFragments;
    private byte[] _kept = [];
    private int _keptLength;
    private int _length;
    private int _emptyFragments;

    public MessageAssembly(ConnectionLimits limits)
    {
        _maxBytes = limits.MaxMessageBytes;
        _maxEmptyFragments = limits.MaxEmptyFragments;
    }

    /// <summary>The beginning of the message that is not whole yet; empty between messages.</summary>
    public ReadOnlySpan<byte> Beginning => _kept.AsSpan(0, _keptLength);

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The bytes.</param>
    /// <param name="endsMessage">Whether the message ends with them.</param>
    /// <exception cref="MessageLimitException">The message is beyond the limits.</exception>
    public void Add(ReadOnlySpan<byte> piece, bool endsMessage)
    {
        _length += piece.Length;
        if (_length > _maxBytes)
        {
            Keep(piece);
            throw MessageLimitException.TooLarge(_maxBytes);
        }

        if (endsMessage)
        {
            (_length, _emptyFragments, _keptLength) = (0, 0, 0);
            return;
        }

        Keep(piece);
        if (piece.IsEmpty && ++_emptyFragments > _maxEmptyFragments)
        {
            throw new MessageLimitException($"a message came in more than {_maxEmptyFragments} empty fragments");
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (_kept.Length == 0)
        {
            _kept = new byte[KeptBytes];
        }

        int count = Math.Min(piece.Length, KeptBytes - _keptLength);
        piece[..count].CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += count;
    }
}
