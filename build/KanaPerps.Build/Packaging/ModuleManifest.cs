using System.Text.RegularExpressions;

namespace KanaPerps.Build.Packaging;

/// <summary>What packaging needs to know from KanaPerps.psd1, read without PowerShell.</summary>
internal sealed partial class ModuleManifest
{
    private readonly string _text;

    private ModuleManifest(string text)
    {
        _text = text;
    }

    public string Version => Text("ModuleVersion");

    public string Author => Text("Author");

    public string CompanyName => Text("CompanyName");

    public string Copyright => Text("Copyright");

    public string Description => Text("Description");

    public IReadOnlyList<string> Tags => List("Tags");

    public IReadOnlyList<string> Cmdlets => List("CmdletsToExport");

    public static ModuleManifest Read(Workspace workspace) => new(File.ReadAllText(workspace.ModuleManifest));

    private string Text(string key)
    {
        Match match = Regex.Match(_text, $@"^\s*{key}\s*=\s*(?<value>{Quoted})", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
        return match.Success ? Unquote(match.Groups["value"].Value) : throw new BuildException($"KanaPerps.psd1 has no {key}.");
    }

    private List<string> List(string key)
    {
        Match match = Regex.Match(_text, $@"^\s*{key}\s*=\s*@\((?<values>[^)]*)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture);
        return match.Success
            ? [.. QuotedText().Matches(match.Groups["values"].Value).Select(m => Unquote(m.Value))]
            : throw new BuildException($"KanaPerps.psd1 has no {key}.");
    }

    private const string Quoted = "'([^']|'')*'";

    private static string Unquote(string quoted) => quoted[1..^1].Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(Quoted, RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedText();
}
