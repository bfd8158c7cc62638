namespace KanaPerps;

/// <summary>One message of any topic, as the venue sent it.</summary>
public sealed record TopicMessage
{
    /// <summary>The topic that was asked for.</summary>
    public required string Topic { get; init; }

    /// <summary>The address or market id that was asked for, or null for a topic without a key.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The message's JSON text. Control and bidirectional characters, which JSON allows only inside strings or as line breaks, are
    /// written as JSON escapes, so that the text stays the same JSON and is safe to print.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>
    /// Where it came from: a network's name, or the address of another deployment. What <c>-Network</c> takes, so that an object piped to
    /// another command is looked for at the same place. Made by the client, not sent by the venue.
    /// </summary>
    public string Network { get; init; } = "";

    /// <summary>When the message had been received in full, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
