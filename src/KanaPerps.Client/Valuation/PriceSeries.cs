namespace KanaPerps.Valuation;

/// <summary>The prices of a market, one a second, for a line with a column for each interval of the last minutes.</summary>
internal sealed class PriceSeries
{
    // Of an interval, in seconds.
    private static readonly int[] s_intervals = [1, 2, 5, 10, 15, 20, 30, 60];

    private readonly decimal?[] _prices;
    private long _newest = -1;

    /// <summary>Makes a series.</summary>
    /// <param name="capacity">How many seconds it goes back.</param>
    public PriceSeries(int capacity = 1024)
    {
        _prices = new decimal?[capacity];
    }

    /// <summary>How long an interval is: as short as shows everything, or the longest time that is to be shown.</summary>
    /// <param name="columns">How many intervals are shown.</param>
    /// <param name="seconds">For how many seconds there are prices, the present one included.</param>
    /// <param name="most">How many seconds are to be shown at most, up to an hour.</param>
    /// <returns>The seconds of an interval, from 1 to 60.</returns>
    public static int IntervalOf(int columns, long seconds, long most)
    {
        long newest = Math.Min(seconds, most) - 1;
        return s_intervals.FirstOrDefault(i => (long)columns * i > newest, s_intervals[^1]);
    }

    /// <summary>Notes a price. A later one of the same second replaces it.</summary>
    /// <param name="second">The second, from 0 on; never before an earlier one.</param>
    /// <param name="price">The price, or null when none holds at this time.</param>
    public void Set(long second, decimal? price)
    {
        for (long missed = Math.Max(_newest + 1, second - _prices.Length + 1); missed <= second; missed++)
        {
            _prices[missed % _prices.Length] = null;
        }

        // The last price of a second stays, also when it ceases to hold in that second.
        _prices[second % _prices.Length] = price ?? _prices[second % _prices.Length];
        _newest = second;
    }

    /// <summary>The last price of each interval, the newest interval last.</summary>
    /// <param name="columns">How many intervals.</param>
    /// <param name="interval">How many seconds each has.</param>
    /// <returns>The prices, null where there was none.</returns>
    public decimal?[] Read(int columns, int interval)
    {
        // Intervals begin at multiples of their length: so a column keeps its seconds, and only moves when an interval is over.
        decimal?[] read = new decimal?[columns];
        long newest = Math.Max(0, _newest) / interval;
        for (int i = 0; i < columns; i++)
        {
            read[i] = LastOf(newest - columns + 1 + i, interval);
        }

        return read;
    }

    private decimal? LastOf(long index, int interval)
    {
        long first = Math.Max(Math.Max(0, index * interval), _newest - _prices.Length + 1);
        for (long second = Math.Min((index * interval) + interval - 1, _newest); second >= first; second--)
        {
            if (_prices[second % _prices.Length] is { } price)
            {
                return price;
            }
        }

        return null;
    }
}
