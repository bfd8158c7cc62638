namespace KanaPerps.PowerShell;

/// <summary>Where a Get- cmdlet takes a list from.</summary>
public enum KanaSource
{
    /// <summary>The first message of the list's stream, over a connection that others may share.</summary>
    Stream,

    /// <summary>One REST call.</summary>
    Rest,
}
