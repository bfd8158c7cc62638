namespace KanaPerps.Streaming;

/// <summary>What is known of a connection at one moment; all times by a monotonic clock.</summary>
internal readonly record struct LivenessLook
{
    /// <summary>Since the last check.</summary>
    public required TimeSpan SinceLastCheck { get; init; }

    /// <summary>Since the first subscription of this connection.</summary>
    public required TimeSpan SinceSubscribed { get; init; }

    /// <summary>Since the last message, or since the subscription when none has come.</summary>
    public required TimeSpan SinceLastMessage { get; init; }

    /// <summary>Since something in the messages changed, or zero while the last ones had something new.</summary>
    public required TimeSpan SinceLastMove { get; init; }

    /// <summary>How long a message in pieces has been coming in, or null.</summary>
    public required TimeSpan? AssemblyTime { get; init; }

    /// <summary>Whether a message has come on this connection.</summary>
    public required bool HasMessage { get; init; }

    /// <summary>How often the subscription was sent on this connection.</summary>
    public required int SubscriptionsSent { get; init; }

    /// <summary>How many connections in a row, before this one, brought no message.</summary>
    public required int SilentConnections { get; init; }

    /// <summary>Whether this silence was reported to subscribers.</summary>
    public required bool IsSilenceReported { get; init; }

    /// <summary>Whether the venue sends the topic steadily, so that silence means trouble.</summary>
    public required bool IsSteady { get; init; }
}
