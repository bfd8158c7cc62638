using KanaPerps.Transport;

namespace KanaPerps.Streaming.Redundancy;

/// <summary>One of the connections of a feed, from its subscription to its end.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Source">What its messages are, compared with those of the other.</param>
/// <param name="Start">When it began, by the monotonic clock.</param>
internal sealed record RedundantLine(IConnection Connection, MergeSource Source, TimeSpan Start)
{
    /// <summary>Completes when nothing more comes of it.</summary>
    public Task Run { get; set; } = Task.CompletedTask;

    /// <summary>Whether the other one took its place: what still comes of it counts for nothing.</summary>
    public bool IsAbandoned { get; set; }
}
