namespace KanaPerps.Valuation;

/// <summary>Adds up a side of a book, up to one price after the other, each further from the mid than the one before.</summary>
internal ref struct DepthSum
{
    private readonly ReadOnlySpan<BookLevel> _levels;
    private readonly bool _isBid;
    private int _next;
    private ExactSum _size;
    private ExactSum _value;

    public DepthSum(ReadOnlySpan<BookLevel> levels, bool isBid)
    {
        _levels = levels;
        _isBid = isBid;
    }

    /// <summary>The size of the levels so far, or null when decimal can't hold it.</summary>
    public readonly decimal? Size => _size.ToDecimal();

    /// <summary>The value of the levels so far, or null when decimal can't hold it.</summary>
    public readonly decimal? Value => _value.ToDecimal();

    /// <summary>Adds the levels up to a price.</summary>
    /// <param name="price">The price, which is within.</param>
    public void AddUpTo(in ExactNumber price)
    {
        for (; _next < _levels.Length; _next++)
        {
            ref readonly BookLevel level = ref _levels[_next];
            int beyond = price.CompareFrom(level.Price);
            if (_isBid ? beyond < 0 : beyond > 0)
            {
                return;
            }

            _size.Add(level.Size);
            _value.AddProduct(level.Price, level.Size);
        }
    }
}
