using System.Globalization;
using System.Xml.Linq;

namespace KanaPerps.Build.Testing;

/// <summary>A result file of dotnet test.</summary>
internal static class TrxFile
{
    private static readonly XNamespace s_namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The counts of all result files in a folder.</summary>
    public static TestCounts Sum(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.trx").Select(f => Read(XDocument.Load(f))).Aggregate(default(TestCounts), (sum, next) => sum + next)
            : default;

    private static TestCounts Read(XDocument file)
    {
        XElement? counters = file.Descendants(s_namespace + "Counters").FirstOrDefault();
        int total = Count("total");
        int passed = Count("passed");
        int failed = Count("failed") + Count("error") + Count("timeout") + Count("aborted");
        // The file counts a skipped test in the total alone.
        return new TestCounts(passed, failed, total - passed - failed);

        int Count(string name) => int.TryParse(counters?.Attribute(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
    }
}
