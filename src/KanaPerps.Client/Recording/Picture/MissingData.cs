namespace KanaPerps.Recording.Picture;

/// <summary>A time of which data of a feed is missing, or may be.</summary>
/// <param name="Feed">Which of the picture's feeds.</param>
/// <param name="From">From when on, in ticks of UTC.</param>
/// <param name="To">Until when, in ticks of UTC.</param>
/// <param name="Kind">Why.</param>
/// <param name="Text">What happened, in the words that a watcher read.</param>
/// <param name="Count">How many such times stand here as one, because the picture has too many of them.</param>
internal sealed record MissingData(int Feed, long From, long To, MissingKind Kind, string Text, int Count = 1);
