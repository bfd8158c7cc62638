namespace KanaPerps.Recording;

/// <summary>What a recording could not take of a feed, up to now.</summary>
/// <param name="From">When the first of it came.</param>
/// <param name="To">When the last of it came.</param>
/// <param name="Messages">How many messages it was.</param>
internal readonly record struct RecordingHole(DateTimeOffset From, DateTimeOffset To, long Messages);
