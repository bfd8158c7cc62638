namespace KanaPerps.Wire;

/// <summary>Where in the message the value of a field stands, and of what kind it is.</summary>
/// <param name="Start">The first byte; for a string, the one after the quotation mark.</param>
/// <param name="Length">The number of bytes, without quotation marks.</param>
/// <param name="Kind">The JSON kind.</param>
/// <param name="Escaped">Whether a string has JSON escapes in it.</param>
internal readonly record struct TokenSlot(int Start, int Length, TokenKind Kind, bool Escaped = false);
