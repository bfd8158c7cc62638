namespace KanaPerps.Streaming;

/// <summary>Decides whether messages bring anything new. A venue that repeats the same message delivers no fresh data.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class DataPulse<T>
{
    private readonly bool _isWholeState;
    private T[]? _last;

    /// <summary>Makes a pulse for one feed.</summary>
    /// <param name="isWholeState">Whether each message holds the whole state; else only rows that were not known count.</param>
    public DataPulse(bool isWholeState)
    {
        _isWholeState = isWholeState;
    }

    /// <summary>Takes what a message brought.</summary>
    /// <param name="items">The whole state, or the rows that were not known before.</param>
    /// <returns>Whether something in it moved.</returns>
    public bool Take(T[] items)
    {
        bool moved = _last is null || (_isWholeState ? !IsSame(items, _last) : items.Length > 0);
        _last = _isWholeState ? items : [];
        return moved;
    }

    /// <summary>The newest time that the venue gives for anything in a message, or null when it gives none.</summary>
    /// <param name="items">What the message holds.</param>
    /// <returns>The time, by the venue's clock.</returns>
    public static DateTimeOffset? NewestTime(T[] items)
    {
        DateTimeOffset? newest = null;
        foreach (T item in items)
        {
            DateTimeOffset? time = item switch
            {
                OrderBook book => book.LastUpdated,
                ILedgerRow row => row.LastUpdated,
                _ => null,
            };
            newest = newest is null || time > newest ? time ?? newest : newest;
        }

        return newest;
    }

    private static bool IsSame(T[] now, T[] before)
    {
        if (ReferenceEquals(now, before))
        {
            return true;
        }

        if (now.Length != before.Length)
        {
            return false;
        }

        for (int i = 0; i < now.Length; i++)
        {
            bool isSame = now[i] is OrderBook book && before[i] is OrderBook last ? book.HasLevelsOf(last) : EqualityComparer<T>.Default.Equals(now[i], before[i]);
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }
}
