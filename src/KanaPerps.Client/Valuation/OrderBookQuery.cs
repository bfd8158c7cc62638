namespace KanaPerps.Valuation;

/// <summary>What to measure of order books: an order by its size or its value, and distances from the mid.</summary>
internal sealed record OrderBookQuery
{
    private readonly decimal[] _bps = [];

    /// <summary>The side of the order, or null to measure none.</summary>
    public TradeSide? Side { get; init; }

    /// <summary>The size of the order, above zero, or null when it is by its value.</summary>
    public decimal? Size { get; init; }

    /// <summary>The value of the order, above zero, or null when it is by its size.</summary>
    public decimal? Value { get; init; }

    /// <summary>The distances from the mid in basis points. Kept in order, each once.</summary>
    public ReadOnlySpan<decimal> Bps
    {
        get => _bps;
        init => _bps = [.. value.ToArray().Distinct().Order()];
    }
}
