namespace KanaPerps.Wire;

/// <summary>
/// Remembers the unreadable rows of a history, by a hash of their bytes. Lists repeat their rows, but each unreadable row is to be reported as lost only
/// once.
/// </summary>
internal sealed class UnreadableRows
{
    private const int MaxKept = 10_000;

    private readonly HashSet<(int Hash, int Length)> _known = [];
    private readonly Queue<(int Hash, int Length)> _oldestFirst = new();
    private readonly List<(int Hash, int Length)> _message = [];

    /// <summary>A message begins, or is read again from its start.</summary>
    public void Begin() => _message.Clear();

    /// <summary>Adds an unreadable row of the present message.</summary>
    /// <param name="row">Its bytes.</param>
    /// <returns>Whether no earlier message had it.</returns>
    public bool Add(ReadOnlySpan<byte> row)
    {
        HashCode hash = default;
        hash.AddBytes(row);
        (int, int) key = (hash.ToHashCode(), row.Length);
        _message.Add(key);
        return !_known.Contains(key);
    }

    /// <summary>The present message could be read as a whole: its rows are remembered from now on.</summary>
    public void Keep()
    {
        foreach ((int, int) row in _message)
        {
            if (_known.Add(row))
            {
                _oldestFirst.Enqueue(row);
            }
        }

        // All rows of the present list are kept, even beyond the limit: the next list may repeat them.
        while (_oldestFirst.Count > Math.Max(MaxKept, _message.Count))
        {
            _known.Remove(_oldestFirst.Dequeue());
        }
    }
}
