using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace KanaPerps.Build.Testing;

/// <summary>A result file of an xUnit project.</summary>
internal static class TrxFile
{
    private static readonly XNamespace s_namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The counts of a result file; none where the project left no whole one.</summary>
    public static TestCounts Read(string path)
    {
        try
        {
            return File.Exists(path) ? Read(XDocument.Load(path)) : default;
        }
        catch (XmlException)
        {
            // A run that died while it wrote has no result.
            return default;
        }
    }

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
