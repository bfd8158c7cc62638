using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>What a feed has counted since it began. Used under the feed's lock.</summary>
internal sealed class FeedCounters
{
    private readonly long[] _badMessages = new long[Enum.GetValues<BadMessageReason>().Length];

    public long Messages { get; set; }

    public long Bytes { get; set; }

    public long Rows { get; set; }

    public long Reconnects { get; set; }

    public long Gaps { get; set; }

    public long LostRows { get; set; }

    public long Merged { get; set; }

    public long InexactNumbers { get; set; }

    public void AddBad(BadMessageReason reason, int count) => _badMessages[(int)reason] += count;

    public IReadOnlyDictionary<BadMessageReason, long> BadMessages()
    {
        Dictionary<BadMessageReason, long> counted = [];
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
