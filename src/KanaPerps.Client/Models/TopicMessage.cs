namespace KanaPerps;

/// <summary>One message of any topic, as the venue sent it.</summary>
public sealed record TopicMessage
{
    /// <summary>The requested topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The address or market id that was requested, or null for a topic without a key.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The message's JSON text. Control and bidirectional characters, which JSON allows only inside strings or as line breaks, are
    /// written as JSON escapes, so that the text stays the same JSON and is safe to print.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>
    /// The network that it came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public string Network { get; init; } = "";

    /// <summary>When the message had arrived completely, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
