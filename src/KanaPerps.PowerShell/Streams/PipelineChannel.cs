using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>A topic in the stream of a command: its subscription, and what becomes of its objects.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class PipelineChannel<T> : IPipelineChannel
{
    private readonly PipelineStream _stream;
    private readonly Func<FeedKey, T, bool> _write;
    private readonly bool _isWholeState;

    /// <summary>Makes a channel.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="subscription">The subscription, one of the stream's group.</param>
    /// <param name="silence">Says why feeds may be silent.</param>
    /// <param name="isSupporting">Whether the stream ends without it.</param>
    /// <param name="write">Takes the objects with their feeds, and says whether it wrote one.</param>
    public PipelineChannel(
        PipelineStream stream, Topic<T> topic, Subscription<T> subscription, SilenceDiagnosis silence, bool isSupporting, Func<FeedKey, T, bool> write)
    {
        _stream = stream;
        _write = write;
        Topic = topic.Name;
        _isWholeState = topic.IsWholeState;
        Subscription = subscription;
        Feeds = subscription.Feeds;
        Silence = silence;
        IsSupporting = isSupporting;
    }

    /// <summary>The subscription.</summary>
    public Subscription<T> Subscription { get; }

    /// <inheritdoc/>
    public string Topic { get; }

    /// <summary>Takes whole messages in place of their objects, or null.</summary>
    public Action<FeedKey, IReadOnlyList<T>>? Read { get; init; }

    /// <inheritdoc/>
    public bool IsWholeState => _isWholeState || Read is not null;

    /// <inheritdoc/>
    public IReadOnlyList<FeedKey> Feeds { get; }

    /// <inheritdoc/>
    public IGroupMember Member => Subscription;

    /// <inheritdoc/>
    public bool IsCompleted => Subscription.IsCompleted;

    /// <inheritdoc/>
    public bool IsSupporting { get; }

    /// <inheritdoc/>
    public SilenceDiagnosis Silence { get; }

    /// <inheritdoc/>
    public void TakeNext()
    {
        if (!Subscription.TryRead(out StreamEvent<T> next))
        {
            return;
        }

        StreamNotice? notice = _stream.Saw(this, next.Feed, next.Notice, next.Items.Count > 0);
        if (!_stream.IsAwaited(next.Feed, notice))
        {
            return;
        }

        if (notice is not null)
        {
            _stream.Tell(notice);
            return;
        }

        _stream.ReportMerged(next.Merged);
        Write(next);
    }

    /// <inheritdoc/>
    public void TakeRest()
    {
        while (Subscription.TryRead(out StreamEvent<T> next))
        {
            Silence.Saw(next.Feed, next.Notice);
            if (next.Notice is null && _stream.IsAwaited(next.Feed, notice: null))
            {
                Write(next);
            }
        }
    }

    /// <inheritdoc/>
    public void Leave(bool closeNow)
    {
        if (closeNow)
        {
            Subscription.CloseNow();
        }
        else
        {
            Subscription.Dispose();
        }
    }

    private void Write(in StreamEvent<T> next)
    {
        if (Read is not null)
        {
            Read(next.Feed, next.Items);
            return;
        }

        // By index: this runs for each message, and an enumerator would be garbage of it.
        for (int i = 0; i < next.Items.Count && !_stream.HasAll; i++)
        {
            if (_stream.TryBegin() && _write(next.Feed, _stream.Gaps.Mark(next.Feed, next.Items[i])))
            {
                _stream.Gaps.HandedOn(next.Feed, next.Items[i]);
                _stream.Count();
            }
        }
    }
}
