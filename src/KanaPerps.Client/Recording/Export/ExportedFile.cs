namespace KanaPerps.Recording;

/// <summary>A file that an export of a recording has written.</summary>
public sealed record ExportedFile
{
    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The table: the name of a topic, <c>orderbook_levels</c>, <c>orderbook_top</c>, <c>gaps</c>, or <c>page</c> for a page to look at.</summary>
    public required string Table { get; init; }

    /// <summary>The symbol of the market that all rows are of, or null where the table is not divided by symbol, or the symbol is not known.</summary>
    public string? Symbol { get; init; }

    /// <summary>The format.</summary>
    public required ExportFormat Format { get; init; }

    /// <summary>How many rows the file has, or how many messages a page shows.</summary>
    public required long Rows { get; init; }

    /// <summary>How many bytes the file has.</summary>
    public required long Bytes { get; init; }

    /// <summary>When the first row was received, or when a page begins, in UTC; null without rows.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the last row was received, or when a page ends, in UTC; null without rows.</summary>
    public DateTimeOffset? To { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
