namespace KanaPerps.Streaming;

/// <summary>Something to read from a subscription: rows of one message, or a notice.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Feed">The feed that it came from.</param>
/// <param name="Items">The rows; empty for a notice, and for a message that changed nothing.</param>
/// <param name="Notice">The notice, or null.</param>
/// <param name="Merged">How many older snapshots were merged into this one because the consumer was slow.</param>
public readonly record struct StreamEvent<T>(FeedKey Feed, IReadOnlyList<T> Items, StreamNotice? Notice, long Merged);
