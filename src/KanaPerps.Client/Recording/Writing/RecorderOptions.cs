using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>What to record, and where to.</summary>
public sealed record RecorderOptions
{
    /// <summary>The folder. It is made when it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>The deployment.</summary>
    public required KanaEndpoint Endpoint { get; init; }

    /// <summary>The topics with their keys: an address, a market id, or null for a topic of the whole venue.</summary>
    public required IReadOnlyList<(Topic Topic, string? Key)> Feeds { get; init; }

    /// <summary>How many connections to keep to each feed, 1 or 2.</summary>
    public int Redundancy { get; init; } = 1;

    /// <summary>What is recorded as the version that records.</summary>
    public string Version { get; init; } = "";

    /// <summary>How long the period of a file is: whole minutes, a day at most. Periods begin at midnight UTC.</summary>
    public TimeSpan RotateEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From which size on a file is followed by another one of the same period, or null for no limit.</summary>
    public long? RotateBytes { get; init; }

    /// <summary>How old data may become: files whose data is all older are deleted. Null keeps them.</summary>
    public TimeSpan? RetainFor { get; init; }

    /// <summary>How large all files together may become: the oldest are deleted. Null keeps them.</summary>
    public long? RetainBytes { get; init; }

    /// <summary>How long a line may wait before it is written.</summary>
    internal TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long to wait before writing is tried again.</summary>
    internal TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes may wait to be written.</summary>
    internal long Backlog { get; init; } = 64 * 1024 * 1024;

    /// <summary>Writes.</summary>
    internal RecordingDisk Disk { get; init; } = new();
}
