using System.Text.RegularExpressions;

namespace KanaPerps.Build.Help;

/// <summary>A heading of a Markdown text, what stands under it, and the smaller headings inside.</summary>
internal sealed partial class MarkdownSection
{
    private readonly List<string> _lines = [];
    private readonly List<MarkdownSection> _sections = [];

    private MarkdownSection(int level, string title)
    {
        Level = level;
        Title = title;
    }

    public int Level { get; }

    public string Title { get; }

    /// <summary>The lines before the first smaller heading.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The smaller headings.</summary>
    public IReadOnlyList<MarkdownSection> Sections => _sections;

    /// <summary>Reads a Markdown text, its front matter left out.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A nameless section around everything.</returns>
    public static MarkdownSection Parse(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int start = lines[0] == "---" ? Array.IndexOf(lines, "---", 1) + 1 : 0;
        Stack<MarkdownSection> open = new([new MarkdownSection(0, "")]);
        bool inCode = false;
        foreach (string line in lines[start..])
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            Match heading = Heading().Match(line);
            if (inCode || !heading.Success)
            {
                open.Peek()._lines.Add(line);
                continue;
            }

            MarkdownSection section = new(heading.Groups["marks"].Length, heading.Groups["title"].Value);
            while (open.Peek().Level >= section.Level)
            {
                open.Pop();
            }

            open.Peek()._sections.Add(section);
            open.Push(section);
        }

        return open.Last();
    }

    /// <summary>The smaller heading with a title.</summary>
    /// <param name="title">The title.</param>
    /// <returns>The section.</returns>
    /// <exception cref="BuildException">There is none.</exception>
    public MarkdownSection Require(string title) =>
        _sections.FirstOrDefault(s => s.Title == title) ?? throw new BuildException($"The help page '{Title}' has no heading '{title}'.");

    [GeneratedRegex(@"^(?<marks>#{1,6}) (?<title>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
