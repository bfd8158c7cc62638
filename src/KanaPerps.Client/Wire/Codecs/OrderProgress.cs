namespace KanaPerps.Wire.Codecs;

/// <summary>How much of an order is filled, each null when the venue did not say.</summary>
internal readonly record struct OrderProgress(decimal? Filled, decimal? Remaining, PropertyNames InexactFields);
