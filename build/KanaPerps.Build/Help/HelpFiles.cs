namespace KanaPerps.Build.Help;

/// <summary>Makes the module's help files of the pages in docs/en-US.</summary>
internal static class HelpFiles
{
    private const string Culture = "en-US";
    private const string MamlName = "KanaPerps.PowerShell.dll-Help.xml";

    /// <summary>Writes them.</summary>
    /// <param name="workspace">The repository.</param>
    /// <param name="moduleFolder">The module's folder.</param>
    public static void Write(Workspace workspace, string moduleFolder)
    {
        string source = workspace.At("docs", Culture);
        string target = Path.Combine(moduleFolder, Culture);
        Directory.CreateDirectory(target);
        MamlWriter.Write(Path.Combine(target, MamlName), Pages(source, "*-Kana*.md").Select(CmdletPage.Read));
        foreach (string about in Pages(source, "about_*.md"))
        {
            File.WriteAllText(Path.Combine(target, $"{Path.GetFileNameWithoutExtension(about)}.help.txt"), AboutTopic.ToText(File.ReadAllText(about)));
        }
    }

    private static IEnumerable<string> Pages(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal);
}
