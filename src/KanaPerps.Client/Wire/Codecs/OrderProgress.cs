namespace KanaPerps.Wire.Codecs;

/// <summary>How much of an order is filled, each null when the venue did not say.</summary>
internal sealed record OrderProgress(decimal? Filled, decimal? Remaining) : VenueRow;
