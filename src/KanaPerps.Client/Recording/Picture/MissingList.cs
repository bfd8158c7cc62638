namespace KanaPerps.Recording.Picture;

/// <summary>
/// The times of which data is missing. When there are more than a page can show, those of one feed and kind that lie closest are taken together, so that
/// none is left out.
/// </summary>
/// <param name="most">The most times.</param>
internal sealed class MissingList(int most)
{
    private List<MissingData> _all = [];
    private long _distance = TimeSpan.TicksPerMillisecond * 100;

    /// <summary>How many there are, those taken together counted each.</summary>
    public int Count { get; private set; }

    /// <summary>The times, in the order in which they began.</summary>
    public IReadOnlyList<MissingData> All => [.. _all.OrderBy(m => m.From).ThenBy(m => m.Feed)];

    /// <summary>Adds a time.</summary>
    /// <param name="missing">The time.</param>
    public void Add(MissingData missing)
    {
        Count += missing.Count;
        _all.Add(missing);
        if (_all.Count <= most)
        {
            return;
        }

        // More feeds than that can't be listed: each keeps a time for each kind.
        while (Joined() > most / 2 && _distance < TimeSpan.TicksPerDay * 100_000)
        {
            _distance *= 2;
        }
    }

    /// <summary>Keeps what lies in a time.</summary>
    /// <param name="from">From when on.</param>
    /// <param name="to">Until when.</param>
    public void Trim(long from, long to)
    {
        Count -= _all.Where(m => m.To < from || m.From > to).Sum(m => m.Count);
        _all = [.. _all.Where(m => m.To >= from && m.From <= to).Select(m => m with { From = Math.Max(m.From, from), To = Math.Min(m.To, to) })];
    }

    private int Joined()
    {
        _all = [.. _all.GroupBy(m => (m.Feed, m.Kind)).SelectMany(Join)];
        return _all.Count;
    }

    private IEnumerable<MissingData> Join(IEnumerable<MissingData> some)
    {
        MissingData? open = null;
        foreach (MissingData next in some.OrderBy(m => m.From))
        {
            if (open is not null && next.From - open.To <= _distance)
            {
                open = open with { To = Math.Max(open.To, next.To), Count = open.Count + next.Count };
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = next;
        }

        if (open is not null)
        {
            yield return open;
        }
    }
}
