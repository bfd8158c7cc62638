using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.Screens;

/// <summary>A picture that shows as soon as one topic has brought something.</summary>
/// <typeparam name="T">The model of that topic.</typeparam>
internal abstract class LivePicture<T> : LivePicture
{
    private readonly Subscription<T> _leading;

    private protected LivePicture(Subscription<T> leading)
    {
        _leading = leading;
    }

    /// <summary>Takes rows of that topic.</summary>
    /// <param name="feed">Their feed.</param>
    /// <param name="rows">The rows of a message; it may have none.</param>
    public abstract void Take(FeedKey feed, IReadOnlyList<T> rows);

    /// <inheritdoc/>
    public sealed override StreamNotice? Read() => Read(_leading, Take) ?? ReadOthers();

    /// <summary>Takes everything that has come of the other topics.</summary>
    /// <returns>The notice with which the picture ends, or null.</returns>
    private protected abstract StreamNotice? ReadOthers();
}
