namespace KanaPerps.Recording;

/// <summary>A file of a table: the rows of a day and a symbol, where the table is divided by these.</summary>
internal sealed class ExportPart
{
    /// <summary>Where the file is to be.</summary>
    public required string Path { get; init; }

    /// <summary>The symbol of its rows, where the table is divided by symbol and it is known.</summary>
    public string? Symbol { get; init; }

    /// <summary>How many rows it has.</summary>
    public long Rows { get; private set; }

    /// <summary>When the earliest of its rows was received, or null without rows.</summary>
    public DateTimeOffset? From { get; private set; }

    /// <summary>When the latest of its rows was received, or null without rows.</summary>
    public DateTimeOffset? To { get; private set; }

    /// <summary>Whether it is not to be written, or no more: it exists, it has failed, or it is complete.</summary>
    public bool IsClosed { get; set; }

    /// <summary>What writes it, once it has begun.</summary>
    public PartWriter? Writer { get; set; }

    /// <summary>Counts rows in.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="at">When they were received, or null where that is not known.</param>
    public void Count(int rows, DateTimeOffset? at)
    {
        Rows += rows;
        if (rows > 0 && at is { } time)
        {
            From = From < time ? From : time;
            To = To > time ? To : time;
        }
    }
}
