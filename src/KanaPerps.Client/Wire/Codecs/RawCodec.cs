namespace KanaPerps.Wire.Codecs;

/// <summary>Hands a message on as text: for topics whose shape is not known.</summary>
internal sealed class RawCodec : MessageCodec<TopicMessage>
{
    private readonly string _topic;
    private readonly string? _key;

    public RawCodec(string topic, string? key)
    {
        _topic = topic;
        _key = key;
    }

    /// <inheritdoc/>
    public override DecodedMessage<TopicMessage> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt) =>
        new([new TopicMessage { Topic = _topic, Key = _key, Text = VenueText.EscapeJson(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8), Network = Network, ReceivedAt = receivedAt }]);
}
