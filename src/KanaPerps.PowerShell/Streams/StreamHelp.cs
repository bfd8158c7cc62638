namespace KanaPerps.PowerShell;

/// <summary>The words for parameters that several streams have.</summary>
internal static class StreamHelp
{
    public const string MaxEvents = "Stops after this many objects.";
    public const string NewOnly = "Leaves out the rows that existed before the command started.";
    public const string Redundancy = "How many connections to keep to each feed: 2 for a second one that takes over when the first is lost, so that no row is missing.";
    public const string EveryMessage = "Writes all rows of each message, not only those that changed.";
}
