namespace KanaPerps.Recording;

/// <summary>A format to which a recording is exported.</summary>
public enum ExportFormat
{
    /// <summary>Parquet: typed, compressed columns. DuckDB, pandas, Polars and Spark read it.</summary>
    Parquet,

    /// <summary>Text with commas (RFC 4180) in UTF-8.</summary>
    Csv,

    /// <summary>A page to look at in a browser, in one file that loads nothing else.</summary>
    Html,
}
