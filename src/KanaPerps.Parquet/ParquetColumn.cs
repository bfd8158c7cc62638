namespace KanaPerps.Parquet;

/// <summary>A column of a table. Each may hold null.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
/// <param name="Precision">How many digits a number has at most, 1 to 38; for <see cref="ParquetType.Decimal"/>.</param>
/// <param name="Scale">How many of them are decimals, 0 to 28; for <see cref="ParquetType.Decimal"/>.</param>
public sealed record ParquetColumn(string Name, ParquetType Type, int Precision = 0, int Scale = 0);
