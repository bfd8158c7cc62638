using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>A feed of a recording: passes its messages and notices to the buffer.</summary>
internal sealed class RecordingTap : IFeedTap
{
    private readonly RecordingBuffer _buffer;

    /// <summary>Makes the tap.</summary>
    /// <param name="index">The number of the feed in its recording.</param>
    /// <param name="key">The feed.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="buffer">Takes the lines.</param>
    public RecordingTap(int index, FeedKey key, Topic topic, RecordingBuffer buffer)
    {
        Index = index;
        Key = key;
        Topic = topic;
        _buffer = buffer;
        Name = FeedName.Of(key);
        QuotedName = RecordingLine.Quote(Name);
    }

    /// <summary>The number of the feed in its recording, counted from 0.</summary>
    public int Index { get; }

    public FeedKey Key { get; }

    public Topic Topic { get; }

    /// <summary>The name of the feed in the recording, such as <c>orderbook/14</c>.</summary>
    public string Name { get; }

    /// <summary>The name as a JSON string, for lines.</summary>
    public byte[] QuotedName { get; }

    /// <summary>What was not recorded because the buffer was full, and has no notice yet; or null. Used under the buffer's lock.</summary>
    public RecordingHole? Hole { get; set; }

    /// <summary>Whether the feed has ended. Used under the buffer's lock.</summary>
    public bool HasEnded { get; set; }

    /// <inheritdoc/>
    public void OnMessage(in TappedMessage message) => _buffer.Add(this, message);

    /// <inheritdoc/>
    public void OnNotice(StreamNotice notice) => _buffer.Add(this, notice);
}
