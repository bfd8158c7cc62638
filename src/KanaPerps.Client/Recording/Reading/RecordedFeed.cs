using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>A feed of a recording.</summary>
/// <param name="Name">Its name in the lines.</param>
/// <param name="Key">The feed.</param>
internal sealed record RecordedFeed(string Name, FeedKey Key);
