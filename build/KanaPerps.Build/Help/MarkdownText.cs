using System.Text.RegularExpressions;

namespace KanaPerps.Build.Help;

/// <summary>Turns lines of Markdown into blocks of plain text.</summary>
internal static partial class MarkdownText
{
    private const string Fence = "```";
    private const string Bullet = "- ";

    /// <summary>The blocks of some lines.</summary>
    public static IReadOnlyList<MarkdownBlock> Blocks(IReadOnlyList<string> lines)
    {
        List<MarkdownBlock> blocks = [];
        for (int i = 0; i < lines.Count;)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                i++;
            }
            else if (lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                string language = lines[i][Fence.Length..].Trim();
                string[] code = [.. lines.Skip(i + 1).TakeWhile(l => l != Fence)];
                blocks.Add(new MarkdownBlock(MarkdownBlockKind.Code, string.Join('\n', code), language));
                i += code.Length + 2;
            }
            else
            {
                string[] text = [lines[i], .. lines.Skip(i + 1).TakeWhile(ContinuesText)];
                blocks.Add(Text(text));
                i += text.Length;
            }
        }

        return blocks;
    }

    /// <summary>The text without the marks for code, emphasis and links.</summary>
    public static string Plain(string markdown) =>
        Marks().Replace(Link().Replace(markdown, m => m.Groups["text"].Value), m => m.Groups["text"].Value);

    private static bool ContinuesText(string line) =>
        !string.IsNullOrWhiteSpace(line) && !line.StartsWith(Fence, StringComparison.Ordinal) && !line.StartsWith(Bullet, StringComparison.Ordinal);

    private static MarkdownBlock Text(string[] lines)
    {
        string joined = Plain(string.Join(' ', lines.Select(l => l.Trim())));
        return joined.StartsWith(Bullet, StringComparison.Ordinal)
            ? new MarkdownBlock(MarkdownBlockKind.ListItem, joined[Bullet.Length..])
            : new MarkdownBlock(MarkdownBlockKind.Paragraph, joined);
    }

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<text>[^`]+)`|\*\*(?<text>[^*]+)\*\*", RegexOptions.ExplicitCapture)]
    private static partial Regex Marks();
}
