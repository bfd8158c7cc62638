namespace KanaPerps.PowerShell;

/// <summary>How a command streams.</summary>
internal enum StreamMode
{
    /// <summary>Whatever comes, until the command is ended.</summary>
    Watch,

    /// <summary>What there is, once from each feed.</summary>
    Get,

    /// <summary>The first message, to go on from: it is an error if none comes in time.</summary>
    Start,
}
