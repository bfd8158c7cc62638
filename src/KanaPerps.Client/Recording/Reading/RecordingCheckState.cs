namespace KanaPerps.Recording;

/// <summary>What a check found of a feed in a recording.</summary>
public enum RecordingCheckState
{
    /// <summary>Everything can be read, and no data is known to be missing.</summary>
    Whole,

    /// <summary>Everything can be read, and the recording itself says where data is missing.</summary>
    Gaps,

    /// <summary>Everything can be read, and some lines are older than lines before them: a clock was set back, or a file is there twice.</summary>
    OutOfOrder,

    /// <summary>Something can't be read.</summary>
    Damaged,
}
