namespace KanaPerps.Recording;

/// <summary>What a check found of one feed in a recording.</summary>
public sealed record RecordingCheck
{
    /// <summary>The recording's folder.</summary>
    public required string Path { get; init; }

    /// <summary>The feed's name in the recording, such as <c>orderbook/14</c>; null for a recording of which no line could be read.</summary>
    public string? Feed { get; init; }

    /// <summary>The topic's name on the wire, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>The market id or profile address, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The market's symbol when the key is the id of a known market, else null.</summary>
    public string? Symbol => MarketTable.SymbolOf(MarketIds.Read(Key ?? ""));

    /// <summary>The finding in a word.</summary>
    public RecordingCheckState State => IsDamaged ? RecordingCheckState.Damaged
        : OutOfOrder > 0 ? RecordingCheckState.OutOfOrder
        : Gaps.Count > 0 ? RecordingCheckState.Gaps
        : RecordingCheckState.Whole;

    /// <summary>Whether everything can be read, in order. Gaps that the recording itself tells of do not count.</summary>
    public bool Passed => State is RecordingCheckState.Whole or RecordingCheckState.Gaps;

    /// <summary>How many messages there are, without those that are repeated at the beginning of a file.</summary>
    public long Messages { get; init; }

    /// <summary>How many rows Import-KanaRecording writes of them.</summary>
    public long Rows { get; init; }

    /// <summary>The time of the first message, in UTC, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time of the last message, in UTC, or null.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Times of which data is missing, or may be, as the recording tells: outages, possible gaps, and what the recording itself missed.</summary>
    public IReadOnlyList<RecordedGap> Gaps { get; init; } = [];

    /// <summary>How many lines are older than the line before them.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>The first thousand of these.</summary>
    public IReadOnlyList<RecordedStepBack> StepsBack { get; init; } = [];

    /// <summary>How many gzip members of the recording are incomplete or altered. Which feeds they held is not known, so each feed has them.</summary>
    public long TornMembers { get; init; }

    /// <summary>The first thousand parts of the recording that could not be read, torn members and others, and files that were left out.</summary>
    public IReadOnlyList<RecordingDamage> Damage { get; init; } = [];

    internal bool IsDamaged { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Feed ?? Path}: {State}";
}
