namespace KanaPerps.Testing;

/// <summary>The fixture files that lie beside the test assembly.</summary>
public static class Samples
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Samples");

    /// <summary>The bytes of a fixture.</summary>
    /// <param name="name">The path below Samples, such as <c>page-ws-positions.json</c> or <c>made/ws-positions.json</c>.</param>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(s_folder, name));

    /// <summary>The text of a fixture.</summary>
    /// <param name="name">The path below Samples.</param>
    public static string Text(string name) => File.ReadAllText(Path.Combine(s_folder, name));

    /// <summary>The names of all fixtures of a kind.</summary>
    /// <param name="pattern">The file name with wildcards; subfolders are searched too.</param>
    public static IReadOnlyList<string> Names(string pattern) =>
        [.. Directory.EnumerateFiles(s_folder, pattern, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(s_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
