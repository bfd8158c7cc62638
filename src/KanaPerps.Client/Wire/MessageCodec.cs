namespace KanaPerps.Wire;

/// <summary>Turns the bytes of a topic's messages into models. Holds scratch memory: one instance per feed, used by one thread at a time.</summary>
/// <typeparam name="T">The model.</typeparam>
internal abstract class MessageCodec<T>
{
    /// <summary>Where the messages come from, for <see cref="VenueRow.Network"/>.</summary>
    public string Network { get; set; } = "";

    /// <summary>Reads one message.</summary>
    /// <param name="utf8">The whole message. Nothing of it is kept.</param>
    /// <param name="receivedAt">When it had been received.</param>
    /// <returns>What it holds; never throws for any content.</returns>
    public abstract DecodedMessage<T> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt);
}
