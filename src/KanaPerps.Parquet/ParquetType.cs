namespace KanaPerps.Parquet;

/// <summary>The type of a column.</summary>
public enum ParquetType
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>A whole number of 64 bits without a sign.</summary>
    UInt64,

    /// <summary>A decimal number with a fixed number of decimals.</summary>
    Decimal,

    /// <summary>A time in UTC, in microseconds.</summary>
    Timestamp,
}
