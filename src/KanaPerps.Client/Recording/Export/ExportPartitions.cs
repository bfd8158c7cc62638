namespace KanaPerps.Recording;

/// <summary>By what the tables of an export are divided into files.</summary>
[Flags]
public enum ExportPartitions
{
    /// <summary>One file a table.</summary>
    None = 0,

    /// <summary>By the UTC day on which a row was received.</summary>
    Day = 1,

    /// <summary>By the market's symbol, where rows have one.</summary>
    Symbol = 2,
}
