namespace KanaPerps.Simulator;

/// <summary>A list that can be subscribed to: the whole of it is sent whenever it changed.</summary>
internal sealed class Feed(string topic, string key, Func<long> changes, Action<RowWriter> writeRows)
{
    private long _renderedChanges = -1;

    public string Topic { get; } = topic;

    /// <summary>The address, the market id as it was asked for, or empty.</summary>
    public string Key { get; } = key;

    public FeedEnvelope Envelope { get; init; } = FeedEnvelope.DataFirst;

    /// <summary>The latest message, shared by all who get it.</summary>
    public byte[] Latest { get; private set; } = [];

    public List<IFeedSubscriber> Subscribers { get; } = [];

    public void WriteRows(RowWriter writer) => writeRows(writer);

    /// <summary>Brings the latest message up to date.</summary>
    /// <returns>Whether it is another one than before.</returns>
    public bool Refresh(RowWriter writer)
    {
        long current = changes();
        if (current == _renderedChanges)
        {
            return false;
        }

        // Some changes do not show in this encoding. The venue sends a list only when it looks different.
        _renderedChanges = current;
        byte[] message = writer.Message(this);
        bool differs = !message.AsSpan().SequenceEqual(Latest);
        Latest = message;
        return differs;
    }
}
