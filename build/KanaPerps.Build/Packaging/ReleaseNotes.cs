using System.Text.RegularExpressions;

namespace KanaPerps.Build.Packaging;

/// <summary>What a gallery shows of a version: its section of the changelog.</summary>
internal static partial class ReleaseNotes
{
    /// <summary>The newest section of a changelog.</summary>
    /// <param name="changelog">The text of CHANGELOG.md.</param>
    /// <param name="version">The version that it must be about.</param>
    /// <returns>The section without its heading.</returns>
    /// <exception cref="BuildException">The newest section is about another version, or empty.</exception>
    public static string Of(string changelog, string version)
    {
        Match section = Newest().Match(changelog.ReplaceLineEndings("\n"));
        string notes = section.Groups["notes"].Value.Trim();
        return section.Groups["heading"].Value.Contains(version, StringComparison.Ordinal) && notes.Length > 0
            ? notes
            : throw new BuildException($"The first section of CHANGELOG.md does not tell what is new in {version}.");
    }

    [GeneratedRegex(@"^## (?<heading>[^\n]+)\n(?<notes>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Newest();
}
