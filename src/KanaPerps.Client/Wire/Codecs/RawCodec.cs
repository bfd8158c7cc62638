namespace KanaPerps.Wire.Codecs;

/// <summary>Hands a message on as text: for topics whose shape is not known.</summary>
internal sealed class RawCodec : MessageCodec<TopicMessage>
{
    private readonly string _topic;
    private readonly string? _key;
    private byte[] _last = [];
    private int _lastLength;

    public RawCodec(string topic, string? key)
    {
        _topic = topic;
        _key = key;
    }

    /// <inheritdoc/>
    public override bool ReadsJson => false;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> LastMessage => _last.AsSpan(0, _lastLength);

    /// <inheritdoc/>
    public override DecodedMessage<TopicMessage> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        Keep(utf8);
        return new([new TopicMessage { Topic = _topic, Key = _key, Text = VenueText.EscapeJson(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8), Network = Network, ReceivedAt = receivedAt }]);
    }

    // The text is escaped, so the bytes can't be made of it again.
    private void Keep(ReadOnlySpan<byte> utf8)
    {
        if (_last.Length < utf8.Length)
        {
            _last = new byte[Math.Max(utf8.Length, _last.Length * 2)];
        }

        utf8.CopyTo(_last);
        _lastLength = utf8.Length;
    }
}
