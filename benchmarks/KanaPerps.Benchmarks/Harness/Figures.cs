using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>How figures are written: as many digits as the noise leaves meaning.</summary>
internal static class Figures
{
    /// <summary>Three digits or all whole ones, with blanks between thousands.</summary>
    public static string Short(double value)
    {
        double size = Math.Abs(value);
        string format = size >= 100 || value == 0 ? "#,0" : size >= 10 ? "0.0" : size >= 1 ? "0.00" : "0.000";
        return value.ToString(format, CultureInfo.InvariantCulture).Replace(',', ' ');
    }

    /// <summary>A ratio to a reference, or a dash where there is none.</summary>
    public static string Ratio(double value, double reference) => reference > 0 && double.IsFinite(value) ? $"{Short(value / reference)}x" : "-";
}
