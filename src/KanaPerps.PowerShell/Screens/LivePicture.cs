using System.Management.Automation.Host;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell.Screens;

/// <summary>A picture that follows its feeds. Used on the pipeline's thread.</summary>
internal abstract class LivePicture
{
    /// <summary>How its feeds stand.</summary>
    public abstract ConnectionHealth Health { get; }

    /// <summary>Whether something has come since the picture was drawn last.</summary>
    public bool HasChanged { get; set; } = true;

    /// <summary>Takes everything that has come. Does not wait.</summary>
    /// <returns>The notice with which the picture ends, or null.</returns>
    public abstract StreamNotice? Read();

    /// <summary>Takes note of a notice.</summary>
    public virtual void Saw(StreamNotice notice) => Health.Saw(notice);

    /// <summary>Draws the picture.</summary>
    /// <param name="window">The size of the window.</param>
    /// <param name="hint">What the user can do.</param>
    /// <param name="now">The time to show: that of the data would stand still in an outage.</param>
    /// <returns>The lines, not more than the window has.</returns>
    public abstract List<TextLine> Draw(Size window, string hint, DateTimeOffset now);

    /// <summary>Takes what has come of a topic without which there is no picture.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="subscription">The subscription.</param>
    /// <param name="take">Takes the rows of a message with their feed; a message may have none.</param>
    /// <returns>The notice with which it ended: a feed was refused for good, or none is left.</returns>
    internal StreamNotice? Read<T>(Subscription<T> subscription, Action<FeedKey, IReadOnlyList<T>> take)
    {
        while (subscription.TryRead(out StreamEvent<T> next))
        {
            HasChanged = true;
            if (next.Notice is null)
            {
                take(next.Feed, next.Items);
                continue;
            }

            Saw(next.Notice);
            if (next.Notice is FaultNotice || (next.Notice is DisconnectedNotice && subscription.IsCompleted))
            {
                return next.Notice;
            }
        }

        return null;
    }

    /// <summary>Takes what has come of a topic without which the picture goes on.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="subscription">The subscription.</param>
    /// <param name="take">Takes the rows of a message with their feed; a message may have none.</param>
    /// <returns>The notice that a feed was refused for good, or null.</returns>
    internal StreamNotice? ReadSupporting<T>(Subscription<T> subscription, Action<FeedKey, IReadOnlyList<T>> take) => Read(subscription, take) as FaultNotice;

    /// <summary>Whether rows of a history may be missing in the place of a notice.</summary>
    private protected static bool MayHaveLostRows(StreamNotice notice) =>
        notice is GapNotice or LaggedNotice or BadMessageNotice or ReconnectedNotice { Completeness: Completeness.PossibleGap };
}
