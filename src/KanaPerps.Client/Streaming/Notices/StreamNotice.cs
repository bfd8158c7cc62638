namespace KanaPerps.Streaming;

/// <summary>Something that happened to a stream, told in its place among the data.</summary>
public abstract record StreamNotice
{
    /// <summary>The feed that it happened to.</summary>
    public required FeedKey Feed { get; init; }

    /// <summary>When, in UTC, by the local clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether data may be missing or late because of it, so that a user should hear of it without asking.</summary>
    public abstract bool IsWarning { get; }

    /// <summary>What happened, in a sentence without the feed's name.</summary>
    public abstract string Message { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Feed}: {Message}";
}
