using System.Runtime.InteropServices;

namespace KanaPerps.Recording.Picture;

/// <summary>
/// Buckets in the order of their times. A bucket begins at a whole multiple of the width, which doubles when the budget asks for it, so a short recording
/// keeps each value, and a long one the extremes of each stretch.
/// </summary>
/// <typeparam name="TBucket">What is kept of a stretch.</typeparam>
/// <param name="budget">How many buckets all series may have together.</param>
internal sealed class TimeSeries<TBucket>(PictureBudget budget) : ITimeSeries
    where TBucket : struct, ITimeBucket<TBucket>
{
    private readonly List<TBucket> _buckets = [];

    // Zero until the first time that the budget asks for fewer.
    private long _width;

    /// <inheritdoc/>
    public int Count => _buckets.Count;

    /// <summary>The buckets.</summary>
    public IReadOnlyList<TBucket> Buckets => _buckets;

    /// <summary>Adds a bucket of one entry.</summary>
    /// <param name="bucket">The bucket.</param>
    public void Add(in TBucket bucket)
    {
        int at = PlaceOf(bucket.FirstAt);
        if (at > 0)
        {
            ref TBucket before = ref CollectionsMarshal.AsSpan(_buckets)[at - 1];
            if (before.Holds(bucket) || (_width > 0 && !bucket.BreaksBefore && before.FirstAt / _width == bucket.FirstAt / _width))
            {
                before = before.With(bucket);
                return;
            }
        }

        _buckets.Insert(at, bucket);
        budget.Grown();
    }

    /// <summary>Keeps the buckets that begin in a time.</summary>
    /// <param name="from">From when on.</param>
    /// <param name="to">Until when.</param>
    public void Trim(long from, long to) => budget.Shrunk(_buckets.RemoveAll(b => b.FirstAt < from || b.FirstAt > to));

    /// <inheritdoc/>
    public void Coarsen()
    {
        int before = _buckets.Count;
        int most = Math.Max(1, before * 3 / 4);

        // Without joining across breaks at least as many buckets are left as there are breaks.
        bool acrossBreaks = _buckets.Count(b => b.BreaksBefore) > before / 2;
        Join(acrossBreaks);
        while (_buckets.Count > most && _width <= long.MaxValue / 2)
        {
            _width = Math.Max(1, _width * 2);
            Join(acrossBreaks);
        }

        budget.Shrunk(before - _buckets.Count);
    }

    // Nearly all entries come in the order of their times.
    private int PlaceOf(long at)
    {
        if (_buckets.Count == 0 || _buckets[^1].FirstAt <= at)
        {
            return _buckets.Count;
        }

        (int low, int high) = (0, _buckets.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _buckets[middle].FirstAt <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Join(bool acrossBreaks)
    {
        if (_width == 0)
        {
            return;
        }

        int kept = 0;
        for (int i = 1; i < _buckets.Count; i++)
        {
            TBucket next = _buckets[i];
            TBucket last = _buckets[kept];
            if ((acrossBreaks || !next.BreaksBefore) && last.FirstAt / _width == next.FirstAt / _width)
            {
                _buckets[kept] = last.With(next);
            }
            else
            {
                _buckets[++kept] = next;
            }
        }

        _buckets.RemoveRange(kept + 1, _buckets.Count - kept - 1);
    }
}
