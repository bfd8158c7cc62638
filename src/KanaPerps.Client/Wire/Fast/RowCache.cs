using System.Runtime.CompilerServices;

namespace KanaPerps.Wire.Fast;

/// <summary>
/// Remembers the rows of the last message with the bytes that they were read from. Lists of the venue repeat most of their rows: a row with
/// the same bytes is taken from here, and is neither read nor built again.
/// </summary>
/// <typeparam name="TRow">What a row on the wire becomes.</typeparam>
internal sealed class RowCache<TRow>
{
    // Beyond this a copy costs more than it is likely to save.
    private const int MaxBytes = 256 * 1024;

    // From list to list a few rows are inserted or removed. If more rows in a row are not found, the lists have little in common, and no more are looked
    // for: after fewer misses if the list before had nothing in common with its predecessor either.
    private const int LookAhead = 3;
    private const int MaxMisses = 8;
    private const int MaxMissesAfterNone = 2;

    private List _now = new([], []);
    private List _earlier = new([], []);
    private byte[] _bytes = [];
    private int _length;
    private int _next;
    private int _missesLeft;
    private bool _anyFound = true;

    /// <summary>The rows of the present message, in its order. Valid until the next one begins.</summary>
    public ReadOnlySpan<TRow> Rows => _now.Rows.AsSpan(0, _now.Count);

    /// <summary>The last message that was kept; empty if it was too long.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Whether rows of the present message are not looked for any more, after too many misses.</summary>
    public bool HasGivenUp => _missesLeft <= 0;

    /// <summary>A message, or its list, begins. Drops the rows added since the last <see cref="Keep"/>.</summary>
    public void Begin()
    {
        _now.Clear();
        _next = 0;
        _missesLeft = _anyFound ? MaxMisses : MaxMissesAfterNone;
    }

    /// <summary>Adds a row that was read.</summary>
    /// <param name="row">The row.</param>
    /// <param name="start">Where it begins in the message.</param>
    /// <param name="length">How long it is; 0 if the next message must not reuse it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in TRow row, int start, int length)
    {
        if (_now.Count == _now.Rows.Length)
        {
            _now.Grow();
        }

        _now.Rows[_now.Count] = row;
        _now.Places[_now.Count++] = (start, length);
    }

    /// <summary>Looks for a row among those of the last message.</summary>
    /// <param name="json">The message.</param>
    /// <param name="at">Where the row begins.</param>
    /// <param name="row">The row as it was.</param>
    /// <param name="length">How long it is.</param>
    /// <returns>False when it has to be read.</returns>
    public bool TryFind(ReadOnlySpan<byte> json, int at, out TRow row, out int length)
    {
        int last = _missesLeft > 0 ? Math.Min(_next + LookAhead, _earlier.Count) : 0;
        for (int i = _next; i < last; i++)
        {
            // Comparing the start is enough: bytes that begin with a complete JSON object are that object, and then something else.
            (int start, length) = _earlier.Places[i];
            if (length > 0 && json[at..].StartsWith(_bytes.AsSpan(start, length)))
            {
                row = _earlier.Rows[i];
                _next = i + 1;
                _missesLeft = MaxMisses;
                _anyFound = true;
                return true;
            }
        }

        _missesLeft--;
        row = default!;
        length = 0;
        return false;
    }

    /// <summary>The present message could be read: from now on rows are looked for among its rows.</summary>
    /// <param name="json">The message.</param>
    public void Keep(ReadOnlySpan<byte> json)
    {
        _anyFound = _earlier.Count == 0 || _next > 0;
        (_now, _earlier) = (_earlier, _now);
        _length = 0;
        if (json.Length > MaxBytes)
        {
            _earlier.Clear();
            return;
        }

        if (_bytes.Length < json.Length)
        {
            _bytes = new byte[Math.Max(json.Length, _bytes.Length * 2)];
        }

        json.CopyTo(_bytes);
        _length = json.Length;
    }

    /// <summary>Whether a message is the same as the last one, byte for byte.</summary>
    /// <param name="json">The message.</param>
    public bool IsLast(ReadOnlySpan<byte> json) => _length > 0 && json.SequenceEqual(_bytes.AsSpan(0, _length));

    /// <summary>Rows, and where each stands in its message.</summary>
    private sealed class List(TRow[] rows, (int Start, int Length)[] places)
    {
        public TRow[] Rows => rows;

        public (int Start, int Length)[] Places => places;

        public int Count { get; set; }

        public void Grow()
        {
            int capacity = Math.Max(8, Count * 2);
            Array.Resize(ref rows, capacity);
            Array.Resize(ref places, capacity);
        }

        // So that rows that the venue's list has no more can be collected as garbage.
        public void Clear()
        {
            if (RuntimeHelpers.IsReferenceOrContainsReferences<TRow>())
            {
                Array.Clear(rows, 0, Count);
            }

            Count = 0;
        }
    }
}
