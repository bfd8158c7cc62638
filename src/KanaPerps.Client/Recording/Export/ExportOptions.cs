namespace KanaPerps.Recording;

/// <summary>How to export a recording.</summary>
internal sealed record ExportOptions
{
    /// <summary>The folder to export to, as a full path.</summary>
    public required string OutputPath { get; init; }

    /// <summary>The format of the files.</summary>
    public ExportFormat Format { get; init; }

    /// <summary>By what the tables are divided into files.</summary>
    public ExportPartitions Partitions { get; init; }

    /// <summary>What the rows of order books are.</summary>
    public OrderBookExport OrderBookAs { get; init; }

    /// <summary>Whether files that exist are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Which part of the recording to export. Rows are exported that were received in this time, so that exports of adjacent times share none.</summary>
    public ReadOptions Part { get; init; } = new();
}
