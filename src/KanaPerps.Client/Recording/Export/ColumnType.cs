namespace KanaPerps.Recording;

/// <summary>The type of an exported column.</summary>
internal enum ColumnType
{
    /// <summary>Text: names, ids, addresses and enumerations.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Int64,

    /// <summary>A whole number without a sign.</summary>
    UInt64,

    /// <summary>A number with decimals, exact.</summary>
    Decimal,

    /// <summary>A time in UTC, in whole microseconds.</summary>
    Timestamp,
}
