namespace KanaPerps.Streaming.Redundancy;

/// <summary>What a feed's second connection does and has done, over all connections of the feed. Used under the feed's lock.</summary>
internal sealed class RedundancyState
{
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a second connection is wanted. Safe from any thread.</summary>
    public Task Wanted => _wanted.Task;

    /// <summary>Whether a second connection is wanted. It stays so as long as the feed lives.</summary>
    public bool IsWanted => _wanted.Task.IsCompleted;

    /// <summary>The address of the connection that is followed, or null.</summary>
    public string? Leader { get; set; }

    /// <summary>The address of the other connection, or what it waits for; null when none is wanted.</summary>
    public string? Standby { get; set; }

    /// <summary>Whether the other connection has brought data, so that it can take over.</summary>
    public bool CanTakeOver { get; set; }

    /// <summary>How often the other connection has taken over.</summary>
    public long Takeovers { get; set; }

    /// <summary>How many messages came of the other connection first, or of it alone.</summary>
    public long Saved { get; set; }

    /// <summary>Records that there is no other connection now, and that one is to be made.</summary>
    public void OnNoStandby() => (Standby, CanTakeOver) = ("connecting", false);

    /// <summary>Asks for a second connection.</summary>
    public void Want() => _wanted.TrySetResult();
}
