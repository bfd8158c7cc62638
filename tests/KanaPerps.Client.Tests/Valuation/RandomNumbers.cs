namespace KanaPerps.Client.Tests.Valuation;

/// <summary>Random decimals: mostly such as a venue sends, and some at the limits of what decimal can hold.</summary>
internal sealed class RandomNumbers
{
    private readonly Random _random;

    public RandomNumbers(int seed) => _random = new Random(seed);

    public int Next(int end) => _random.Next(end);

    public int Next(int start, int end) => _random.Next(start, end);

    /// <summary>A number above zero.</summary>
    public decimal Positive()
    {
        decimal number = _random.Next(20) switch
        {
            0 => new decimal(_random.Next(), _random.Next(), _random.Next(), false, (byte)_random.Next(29)),
            1 => new decimal(_random.Next(), _random.Next(), 0, false, (byte)_random.Next(29)),
            2 => new decimal(1, 0, 0, false, (byte)_random.Next(29)),
            3 => decimal.MaxValue - _random.Next(3),
            _ => new decimal(_random.Next(1, 1_000_000), 0, 0, false, (byte)_random.Next(9)),
        };
        return number == 0 ? 1 : number;
    }

    /// <summary>A number of either sign, or zero.</summary>
    public decimal Any() => _random.Next(12) == 0 ? 0 : _random.Next(3) == 0 ? -Positive() : Positive();

}
