using System.Collections;

namespace KanaPerps.Simulator;

/// <summary>The latest rows of a list that only grows, the newest first.</summary>
internal sealed class RecentRows<T>(int capacity) : IEnumerable<T>
{
    private readonly T[] _ring = new T[capacity];

    /// <summary>How many rows there ever were.</summary>
    public long Total { get; private set; }

    public void Add(T row)
    {
        _ring[Total % _ring.Length] = row;
        Total++;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = Total - 1; i >= Math.Max(0, Total - _ring.Length); i--)
        {
            yield return _ring[i % _ring.Length];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
