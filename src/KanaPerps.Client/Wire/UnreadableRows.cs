namespace KanaPerps.Wire;

/// <summary>
/// Remembers the rows of a history that could not be read, by a hash of their bytes. Lists repeat their rows: such a row is lost once, and a later list
/// that repeats it says nothing new.
/// </summary>
internal sealed class UnreadableRows
{
    private const int MostKept = 10_000;

    private readonly HashSet<(int Hash, int Length)> _known = [];
    private readonly Queue<(int Hash, int Length)> _oldestFirst = new();
    private readonly List<(int Hash, int Length)> _message = [];

    /// <summary>The message under way is read from its beginning.</summary>
    public void Begin() => _message.Clear();

    /// <summary>Takes a row of the message under way.</summary>
    /// <param name="row">Its bytes.</param>
    /// <returns>Whether no message before had it.</returns>
    public bool Add(ReadOnlySpan<byte> row)
    {
        HashCode hash = default;
        hash.AddBytes(row);
        (int, int) key = (hash.ToHashCode(), row.Length);
        _message.Add(key);
        return !_known.Contains(key);
    }

    /// <summary>The message turned out well: its rows are known from now on.</summary>
    public void Keep()
    {
        foreach ((int, int) row in _message)
        {
            if (_known.Add(row))
            {
                _oldestFirst.Enqueue(row);
            }
        }

        // The rows of a list are kept however long it is, so that it is told once.
        while (_oldestFirst.Count > Math.Max(MostKept, _message.Count))
        {
            _known.Remove(_oldestFirst.Dequeue());
        }
    }
}
