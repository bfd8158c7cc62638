namespace KanaPerps.Recording;

/// <summary>What a recorder does.</summary>
public enum RecorderState
{
    /// <summary>It records.</summary>
    Recording,

    /// <summary>It can't write at present, and tries again each second. What comes meanwhile waits in memory, as far as there is room.</summary>
    Retrying,

    /// <summary>It has ended: it was stopped, or every feed has ended.</summary>
    Stopped,
}
