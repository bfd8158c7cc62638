namespace KanaPerps.Nats;

/// <summary>A message as it came from the broker. Valid during the call only.</summary>
public readonly ref struct BrokerMessage
{
    internal BrokerMessage(string subject, string? replyTo, string? id, int status, ReadOnlySpan<byte> payload)
    {
        Subject = subject;
        ReplyTo = replyTo;
        Id = id;
        Status = status;
        Payload = payload;
    }

    /// <summary>The subject that it was published to.</summary>
    public string Subject { get; }

    /// <summary>Where an answer is awaited, or null.</summary>
    public string? ReplyTo { get; }

    /// <summary>The message's id, by which streams tell repeats; or null.</summary>
    public string? Id { get; }

    /// <summary>The status of the server's own messages, such as 503 where nothing answers a request; else 0.</summary>
    public int Status { get; }

    /// <summary>The content.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}
