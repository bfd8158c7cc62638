namespace KanaPerps.Wire.Codecs;

/// <summary>The address that REST's getProfileAddress answers with; null for what is no text.</summary>
internal sealed record ProfileReply(string? Address) : VenueRow;
