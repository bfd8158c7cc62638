namespace KanaPerps.PowerShell;

/// <summary>What commands have started and runs on in this process, for all its runspaces: each with an id of its own, oldest first.</summary>
/// <typeparam name="T">What it is.</typeparam>
internal sealed class RunningList<T>
    where T : class
{
    private readonly List<T> _running = [];
    private int _lastId;

    /// <summary>Those that run, oldest first.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_running)
            {
                return [.. _running];
            }
        }
    }

    /// <summary>The one that was started last, or null.</summary>
    public T? Newest
    {
        get
        {
            lock (_running)
            {
                return _running.LastOrDefault();
            }
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="start">Starts it, given its id.</param>
    /// <returns>The one that was started.</returns>
    public T Add(Func<int, T> start)
    {
        lock (_running)
        {
            T started = start(_lastId + 1);
            _lastId++;
            _running.Add(started);
            return started;
        }
    }

    /// <summary>The one that was started last, or a new one where none runs.</summary>
    /// <param name="start">Starts it, given its id.</param>
    /// <returns>The one that runs.</returns>
    public T NewestOrAdd(Func<int, T> start)
    {
        lock (_running)
        {
            return Newest ?? Add(start);
        }
    }

    /// <summary>Forgets one.</summary>
    /// <param name="ended">The one that ends.</param>
    public void Remove(T ended)
    {
        lock (_running)
        {
            _running.Remove(ended);
        }
    }
}
