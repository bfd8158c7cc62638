namespace KanaPerps.Wire;

/// <summary>Turns the bytes of a topic's messages into models. Holds scratch memory: one instance per feed, used by one thread at a time.</summary>
/// <typeparam name="T">The model.</typeparam>
internal abstract class MessageCodec<T>
{
    /// <summary>Where the messages come from, for <see cref="VenueRow.Network"/>.</summary>
    public string Network { get; set; } = "";

    /// <summary>Whether every message is read from scratch, without the fast path and without what is remembered: to compare with.</summary>
    public bool ReadsFromScratch { get; set; }

    /// <summary>Whether the last message was read by the fast path.</summary>
    public bool TookFastPath { get; protected set; }

    /// <summary>Whether a message that could be read is JSON from its first byte to its last.</summary>
    public virtual bool ReadsJson => true;

    /// <summary>The last message that could be read, as it came; empty when there was none, or when it was too long to be remembered.</summary>
    public abstract ReadOnlySpan<byte> LastMessage { get; }

    /// <summary>Reads one message.</summary>
    /// <param name="utf8">The whole message. The array is not kept.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <returns>What it holds; never throws for any content.</returns>
    public abstract DecodedMessage<T> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt);

    /// <summary>Reads a made-up message, so that the first real one does not wait for code to be compiled. Not on a codec in use.</summary>
    /// <returns>What it made of the message, or null where there is no message to make up.</returns>
    public virtual DecodedMessage<T>? WarmUp() => null;
}
