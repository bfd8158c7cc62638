using System.Globalization;

namespace KanaPerps.Streaming;

/// <summary>Something that happened to a stream, told in its place among the data.</summary>
public abstract record StreamNotice
{
    /// <summary>The feed that it happened to.</summary>
    public required FeedKey Feed { get; init; }

    /// <summary>When, in UTC, by the local clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether a user should read it without asking: data may be missing, late or doubtful, or flows again after that was told.</summary>
    public abstract bool IsWarning { get; }

    /// <summary>What happened, what it means and what to do, without the time and without the feed's name.</summary>
    public abstract string Message { get; }

    /// <summary>The whole line: the time in UTC, what it is about, and the message.</summary>
    /// <returns>Such as <c>2026-11-25 21:38:34Z APT-USD order book: connection lost: …</c>.</returns>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:u} {FeedTitle.Of(Feed)}: {Message}");
}
