using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>What a feed has counted since it began, for its status and for the meter alike. Used under the feed's lock.</summary>
internal sealed class FeedCounters
{
    private readonly KeyValuePair<string, object?> _topic;
    private readonly long[] _badMessages = new long[Enum.GetValues<BadMessageReason>().Length];

    public FeedCounters(string topic)
    {
        _topic = new("topic", topic);
    }

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    public long Rows { get; private set; }

    public long Reconnects { get; private set; }

    public long Gaps { get; private set; }

    public long LostRows { get; private set; }

    public long Merged { get; private set; }

    public long InexactNumbers { get; private set; }

    public void AddMessage(int bytes)
    {
        Messages++;
        Bytes += bytes;
        StreamMetrics.Messages.Add(1, _topic);
        StreamMetrics.Bytes.Add(bytes, _topic);
    }

    public void AddRows(int rows, int inexactNumbers)
    {
        Rows += rows;
        StreamMetrics.Rows.Add(rows, _topic);
        if (inexactNumbers > 0)
        {
            InexactNumbers += inexactNumbers;
            StreamMetrics.InexactNumbers.Add(inexactNumbers, _topic);
        }
    }

    public void AddLoss(KanaErrorKind kind) => StreamMetrics.Losses.Add(1, _topic, new("kind", kind.ToString()));

    public void AddReconnect(bool withGap)
    {
        Reconnects++;
        StreamMetrics.Reconnects.Add(1, _topic);
        if (withGap)
        {
            AddGap();
        }
    }

    public void AddGap()
    {
        Gaps++;
        StreamMetrics.Gaps.Add(1, _topic);
    }

    public void AddLag(long lostRows, long mergedSnapshots)
    {
        LostRows += lostRows;
        Merged += mergedSnapshots;
        if (lostRows > 0)
        {
            StreamMetrics.DroppedRows.Add(lostRows, _topic);
        }

        if (mergedSnapshots > 0)
        {
            StreamMetrics.MergedSnapshots.Add(mergedSnapshots, _topic);
        }
    }

    public void AddBad(BadMessageReason reason, int count)
    {
        _badMessages[(int)reason] += count;
        StreamMetrics.BadMessages.Add(count, _topic, new("reason", reason.ToString()));
    }

    public void AddFeed(int change) => StreamMetrics.Feeds.Add(change, _topic);

    public IReadOnlyDictionary<BadMessageReason, long> BadMessages()
    {
        BadMessageCounts counted = [];
        for (int i = 0; i < _badMessages.Length; i++)
        {
            if (_badMessages[i] > 0)
            {
                counted.Add((BadMessageReason)i, _badMessages[i]);
            }
        }

        return counted;
    }
}
