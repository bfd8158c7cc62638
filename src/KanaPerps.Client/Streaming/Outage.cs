namespace KanaPerps.Streaming;

/// <summary>The time in which a feed had no connection that brought messages.</summary>
/// <param name="LastMessage">When the last message before it had been received, by the wall clock.</param>
/// <param name="Length">How long ago the connection was lost, by a clock that nobody moves.</param>
internal readonly record struct Outage(DateTimeOffset LastMessage, TimeSpan Length);
