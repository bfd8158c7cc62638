namespace KanaPerps;

/// <summary>What an order book holds within a distance of its mid.</summary>
/// <remarks>Asks within are those at or below mid x (1 + distance), bids those at or above mid x (1 - distance). Sums are exact, or null when decimal can't hold them.</remarks>
public sealed record BookDepth
{
    /// <summary>The distance from the mid in basis points, hundredths of a percent.</summary>
    public required decimal Bps { get; init; }

    /// <summary>The size of the bids within, in the base asset.</summary>
    public decimal? BidSize { get; init; }

    /// <summary>The value of the bids within: price times size of each level, added up, in the quote currency.</summary>
    public decimal? BidValue { get; init; }

    /// <summary>The size of the asks within, in the base asset.</summary>
    public decimal? AskSize { get; init; }

    /// <summary>The value of the asks within: price times size of each level, added up, in the quote currency.</summary>
    public decimal? AskValue { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Bps} bps: {BidSize} / {AskSize}");
}
