namespace KanaPerps.Recording;

/// <summary>What a repair made of a recording.</summary>
public sealed record RecordingRepair
{
    /// <summary>The recording's folder, which is as it was.</summary>
    public required string Source { get; init; }

    /// <summary>The folder of the clean copy.</summary>
    public required string Path { get; init; }

    /// <summary>How many data files the copy has.</summary>
    public int Files { get; init; }

    /// <summary>How many bytes they have.</summary>
    public long Bytes { get; init; }

    /// <summary>How many lines were copied.</summary>
    public long Lines { get; init; }

    /// <summary>How many holes were written where something could not be read, one for each feed and place.</summary>
    public int Gaps { get; init; }

    /// <summary>What could not be read, or was left out: the first thousand.</summary>
    public IReadOnlyList<RecordingDamage> Dropped { get; init; } = [];

    /// <summary>How many bytes of the recording were left out because they could not be read.</summary>
    public long DroppedBytes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
