namespace KanaPerps.Recording;

/// <summary>How many digits the numbers of a column have, before and after the decimal point. Zeros at the end of a number do not count.</summary>
internal sealed class DecimalExtent
{
    /// <summary>The most digits that a column of any reader has.</summary>
    public const int MostDigits = 38;

    // What a column has at least. Parts of several runs then have one type, as long as no number is out of the ordinary, and 64 bits hold it.
    private const int UsualDigits = 18;
    private const int UsualScale = 8;

    private static readonly decimal[] s_powers = [.. Enumerable.Range(0, 29).Select(Power)];

    private decimal _limit = s_powers[UsualDigits - UsualScale];
    private int _integers = UsualDigits - UsualScale;
    private int _scale = UsualScale;

    /// <summary>The number with the most digits before the point, where that is more than usual.</summary>
    public decimal? Largest { get; private set; }

    /// <summary>The number with the most decimals, where that is more than usual.</summary>
    public decimal? Finest { get; private set; }

    /// <summary>Whether a column can hold all numbers without rounding one.</summary>
    public bool Fits => _integers + _scale <= MostDigits;

    /// <summary>How many digits there are before and after the point together.</summary>
    public int Digits => _integers + _scale;

    /// <summary>How many digits the column has.</summary>
    public int Precision => Largest is null && Finest is null ? UsualDigits : MostDigits;

    /// <summary>How many of them are decimals.</summary>
    public int Scale => _scale;

    /// <summary>Takes note of a number.</summary>
    /// <param name="value">The number, or null.</param>
    public void Add(decimal? value)
    {
        if (value is not { } number)
        {
            return;
        }

        if (number.Scale > _scale && ScaleOf(number) is int scale && scale > _scale)
        {
            _scale = scale;
            Finest = number;
        }

        // Ten to the power of 29 is more than a decimal holds, so that no number is beyond 29 digits.
        while (_integers < 29 && Math.Abs(number) >= _limit)
        {
            _integers++;
            _limit = _integers < 29 ? s_powers[_integers] : _limit;
            Largest = number;
        }
    }

    private static decimal Power(int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    // How many decimals are left without the zeros at the end.
    private static int ScaleOf(decimal number)
    {
        int scale = number.Scale;
        while (scale > 0 && decimal.Round(number, scale - 1) == number)
        {
            scale--;
        }

        return scale;
    }
}
