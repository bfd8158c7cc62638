using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>Something to tell of a recording: rows of one message, a notice, or what could not be read.</summary>
/// <param name="Feed">The feed, or null for a damage.</param>
/// <param name="Items">The rows; empty for a message that changed nothing.</param>
/// <param name="Notice">The notice, or null.</param>
/// <param name="Damage">The damage, or null.</param>
internal readonly record struct RecordingEvent(FeedKey? Feed, IReadOnlyList<object> Items, StreamNotice? Notice = null, RecordingDamage? Damage = null)
{
    /// <summary>When a message was received.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether a message could be read.</summary>
    public bool IsReadable { get; init; }

    /// <summary>Whether a message was received before what is played begins, and says how things stood then.</summary>
    public bool IsEarlier { get; init; }
}
