namespace KanaPerps.Testing;

/// <summary>
/// Time that is part of a case: the pauses between faults, the pace of a venue, the latency of a network. What a test waits for is another matter:
/// <see cref="Eventually"/> and <see cref="Deadline"/>.
/// </summary>
public static class Schedule
{
    /// <summary>Lets some time of the schedule pass.</summary>
    /// <param name="time">How much.</param>
    /// <param name="stop">Ends the schedule.</param>
    public static Task PauseAsync(TimeSpan time, CancellationToken stop = default) => time > TimeSpan.Zero ? Task.Delay(time, stop) : Task.CompletedTask;
}
