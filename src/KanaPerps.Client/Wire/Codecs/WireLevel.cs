namespace KanaPerps.Wire.Codecs;

/// <summary>A row of topic <c>orderbook</c> before the rows are put together into a book.</summary>
internal readonly record struct WireLevel(bool IsAsk, BookLevel Level);
