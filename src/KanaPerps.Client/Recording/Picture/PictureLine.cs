namespace KanaPerps.Recording.Picture;

/// <summary>A line of a chart.</summary>
/// <param name="Chart">Which chart it is in: <c>mid</c>, <c>spread</c>, <c>bids</c>, <c>asks</c>, <c>funding</c>, <c>size</c> or <c>entry</c>.</param>
/// <param name="Feed">Which of the picture's feeds it comes from.</param>
/// <param name="Label">What it is called in its chart.</param>
/// <param name="Values">Its values.</param>
internal sealed record PictureLine(string Chart, int Feed, string Label, ValueSeries Values);
