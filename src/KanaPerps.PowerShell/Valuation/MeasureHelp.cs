namespace KanaPerps.PowerShell;

/// <summary>What the measuring commands say of what they take.</summary>
internal static class MeasureHelp
{
    public const string Book = "The order books to measure, live or as a job or a file has kept them.";
    public const string Risk = "The positions, order books, trades, funding rates and notices to measure, live or as a job or a file has kept them.";
    public const string Trade = "The trades to measure, live or as a job or a file has kept them.";
}
