namespace KanaPerps.Streaming;

/// <summary>The time in which a feed brought no data.</summary>
/// <param name="Since">When the last message before it had come, by the wall clock; null when none had ever come.</param>
/// <param name="Length">
/// How long ago the last sign of life was, by the monotonic clock: a wall clock that is set meanwhile does not change it. Of a feed that never
/// had data, since it began.
/// </param>
internal readonly record struct Outage(DateTimeOffset? Since, TimeSpan Length);
