namespace KanaPerps.Recording.Picture;

/// <summary>A number over time, which holds until a message says otherwise, and is unknown where data is missing.</summary>
internal sealed class ValueSeries
{
    private readonly TimeSeries<ValueBucket> _values;
    private bool _breaks = true;

    public ValueSeries(PictureBudget budget)
    {
        _values = budget.Series<ValueBucket>();
    }

    /// <summary>The value that was told last, or null when there is none.</summary>
    public decimal? Now { get; set; }

    /// <summary>The values.</summary>
    public IReadOnlyList<ValueBucket> Buckets => _values.Buckets;

    /// <summary>A message of the feed came, so the value is known at that time.</summary>
    /// <param name="at">When.</param>
    public void Hold(long at)
    {
        if (Now is { } value)
        {
            _values.Add(ValueBucket.Of(at, value, _breaks));
        }

        _breaks = Now is null;
    }

    /// <summary>Nothing more is told, and nothing is missing: the value holds to the end.</summary>
    /// <param name="to">When that is.</param>
    public void Extend(long to)
    {
        if (Now is { } value && !_breaks)
        {
            _values.Add(ValueBucket.Of(to, value, breaksBefore: false) with { Count = 0 });
        }
    }

    /// <summary>The value is told for the last time.</summary>
    /// <param name="at">When.</param>
    /// <param name="value">The value.</param>
    public void End(long at, decimal value)
    {
        Now = value;
        Hold(at);
        Now = null;
        Break();
    }

    /// <summary>Data may be missing here.</summary>
    public void Break() => _breaks = true;

    /// <summary>Keeps what lies in a time.</summary>
    /// <param name="from">From when on.</param>
    /// <param name="to">Until when.</param>
    public void Trim(long from, long to) => _values.Trim(from, to);
}
