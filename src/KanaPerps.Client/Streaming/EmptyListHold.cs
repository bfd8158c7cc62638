namespace KanaPerps.Streaming;

/// <summary>
/// Holds back the empty first list of a connection for a moment, because the real one may follow. Used under the feed's lock, which the
/// timer takes too.
/// </summary>
internal sealed class EmptyListHold
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly object _gate;
    private Action? _deliver;
    private ITimer? _timer;

    public EmptyListHold(TimeProvider time, TimeSpan patience, object gate)
    {
        _time = time;
        _patience = patience;
        _gate = gate;
    }

    /// <summary>Whether a list is held back.</summary>
    public bool IsHolding => _deliver is not null;

    /// <summary>Holds back a list.</summary>
    /// <param name="deliver">Delivers the list if no other list comes in time; called under the lock.</param>
    /// <returns>False if empty lists are delivered at once.</returns>
    public bool TryHold(Action deliver)
    {
        if (_patience == TimeSpan.Zero)
        {
            return false;
        }

        // A second empty list does not prolong the wait.
        if (_deliver is null)
        {
            _deliver = deliver;
            _timer = _time.CreateTimer(OnTime, deliver, _patience, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    /// <summary>Forgets the list: another one has come, or the connection has ended.</summary>
    public void Drop()
    {
        _timer?.Dispose();
        (_timer, _deliver) = (null, null);
    }

    private void OnTime(object? held)
    {
        lock (_gate)
        {
            // The list may have been dropped and another one held back while the timer waited for the lock.
            if (_deliver is { } deliver && ReferenceEquals(deliver, held))
            {
                Drop();
                deliver();
            }
        }
    }
}
