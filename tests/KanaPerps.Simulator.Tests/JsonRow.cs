using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

/// <summary>Reads the fields of a row that the venue writes now as a string, now as a number.</summary>
internal static class JsonRow
{
    public static decimal Number(this JsonElement row, string field) => decimal.Parse(row.GetProperty(field).ToString(), CultureInfo.InvariantCulture);
}
