namespace KanaPerps.Streaming;

/// <summary>The time in which a feed had no connection that brought messages.</summary>
/// <param name="Since">When the last message before it had come, by the wall clock.</param>
/// <param name="Length">How long ago the connection was lost, by the monotonic clock: a wall clock that is set meanwhile does not change it.</param>
internal readonly record struct Outage(DateTimeOffset Since, TimeSpan Length);
