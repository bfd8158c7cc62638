namespace KanaPerps.Simulator.Replay;

/// <summary>What a line of a recording means for a replay.</summary>
internal enum ReplayStepKind
{
    /// <summary>The last message of a feed before the replay begins.</summary>
    Initial,

    /// <summary>A message of a feed.</summary>
    Message,

    /// <summary>The feed's connection was lost, or the recorder missed something of it.</summary>
    Loss,

    /// <summary>What REST answered to a call.</summary>
    Rest,
}

/// <summary>One step of a replay.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Subject">The feed's name in the recording, or the path and the query of a REST call.</param>
/// <param name="Connection">Which of the feed's connections a message came from.</param>
/// <param name="Bytes">The message or the answer, which is not reused.</param>
internal readonly record struct ReplayStep(ReplayStepKind Kind, DateTimeOffset At, string Subject, long Connection, byte[] Bytes);
