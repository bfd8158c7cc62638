namespace KanaPerps.Valuation;

/// <summary>
/// A running sum that loses no digit. Numbers as a venue sends them are added in two words; whatever these do not hold goes into an
/// <see cref="ExactNumber"/>.
/// </summary>
internal struct ExactSum
{
    private ulong _high;
    private ulong _low;
    private int _scale;
    private bool _hasRest;
    private ExactNumber _rest;

    /// <summary>Begins at zero.</summary>
    /// <param name="scale">The fewest decimals that are kept, so that the sum is soon on the scale of what it is compared with.</param>
    public ExactSum(int scale) => _scale = Math.Max(0, scale);

    /// <summary>The sum.</summary>
    public readonly ExactNumber Total => _hasRest ? _rest + Words : Words;

    /// <summary>How many decimals the words have at present.</summary>
    public readonly int Scale => _scale;

    private readonly ExactNumber Words => new(new Int128(_high, _low), _scale);

    /// <summary>The sum as it is, or null when decimal can't hold all of it.</summary>
    /// <returns>The sum.</returns>
    public readonly decimal? ToDecimal() => _hasRest || _high > uint.MaxValue || _scale > ExactNumber.MostDecimals
        ? Total.ToDecimal()
        : new decimal((int)(uint)_low, (int)(uint)(_low >> 32), (int)(uint)_high, false, (byte)_scale);

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number.</param>
    public void Add(decimal value)
    {
        DecimalWords words = DecimalWords.Of(value);
        if (!words.IsPlain || !TryAdd(0, words.Low, words.Scale))
        {
            AddRest(value);
        }
    }

    /// <summary>Adds a product.</summary>
    /// <param name="first">A factor.</param>
    /// <param name="second">The other one.</param>
    public void AddProduct(decimal first, decimal second)
    {
        DecimalWords left = DecimalWords.Of(first);
        DecimalWords right = DecimalWords.Of(second);
        if (!left.IsPlain || !right.IsPlain || !TryAdd(Math.BigMul(left.Low, right.Low, out ulong low), low, left.Scale + right.Scale))
        {
            AddRest((ExactNumber)first * second);
        }
    }

    /// <summary>Compares the sum with a number.</summary>
    /// <param name="number">The number, soonest on the scale of the sum.</param>
    /// <returns>Less than, equal to or greater than zero.</returns>
    public readonly int CompareTo(in ExactNumber number) => _hasRest ? Total.CompareTo(number) : number.CompareFrom(_high, _low, _scale);

    private bool TryAdd(ulong high, ulong low, int scale)
    {
        if (scale < _scale)
        {
            if (!ExactNumber.TryShift(ref high, ref low, _scale - scale))
            {
                return false;
            }
        }
        else if (scale > _scale)
        {
            if (!ExactNumber.TryShift(ref _high, ref _low, scale - _scale))
            {
                return false;
            }

            _scale = scale;
        }

        ulong sumLow = _low + low;
        ulong carry = sumLow < low ? 1UL : 0UL;

        // Each is below half of what a word holds, so their sum does not run over.
        ulong sumHigh = _high + high + carry;
        if (high > long.MaxValue || sumHigh > long.MaxValue)
        {
            return false;
        }

        _low = sumLow;
        _high = sumHigh;
        return true;
    }

    private void AddRest(in ExactNumber number)
    {
        _rest = _hasRest ? _rest + number : number;
        _hasRest = true;
    }
}
