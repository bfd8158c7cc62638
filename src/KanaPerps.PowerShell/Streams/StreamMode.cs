namespace KanaPerps.PowerShell;

/// <summary>How a command streams.</summary>
internal enum StreamMode
{
    /// <summary>Whatever comes, until the command is ended.</summary>
    Watch,

    /// <summary>What there is, once from each feed.</summary>
    Get,

    /// <summary>The first object, to go on from: a feed that brings none in time is an error.</summary>
    Start,
}
