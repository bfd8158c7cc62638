namespace KanaPerps.Recording.Picture;

/// <summary>Bounds how many buckets all series of a picture have together: when there are more, the longest one is made coarser.</summary>
/// <param name="most">The most buckets.</param>
internal sealed class PictureBudget(int most)
{
    private readonly List<ITimeSeries> _series = [];

    /// <summary>How many buckets there are.</summary>
    public int Count { get; private set; }

    /// <summary>Makes a series that counts.</summary>
    /// <typeparam name="TBucket">What is kept of a stretch of time.</typeparam>
    public TimeSeries<TBucket> Series<TBucket>()
        where TBucket : struct, ITimeBucket<TBucket>
    {
        TimeSeries<TBucket> series = new(this);
        _series.Add(series);
        return series;
    }

    /// <summary>A series has one bucket more.</summary>
    public void Grown()
    {
        Count++;
        if (Count > most && _series.MaxBy(s => s.Count) is { Count: > 1 } longest)
        {
            longest.Coarsen();
        }
    }

    /// <summary>A series has fewer buckets.</summary>
    /// <param name="by">How many.</param>
    public void Shrunk(int by) => Count -= by;
}
