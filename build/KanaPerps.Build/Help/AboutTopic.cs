using System.Text;

namespace KanaPerps.Build.Help;

/// <summary>Turns an about_ page into the plain text that Get-Help shows.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const int Indent = 4;

    // Get-Help takes its first line for the synopsis of the topic.
    private const string ShortDescription = "SHORT DESCRIPTION";

    /// <summary>The text of a page.</summary>
    /// <param name="markdown">The page.</param>
    /// <returns>Lines of at most 80 characters, code and the short description excepted.</returns>
    public static string ToText(string markdown)
    {
        StringBuilder text = new();
        foreach (MarkdownSection section in MarkdownSection.Parse(markdown).Sections)
        {
            Append(text, section);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, MarkdownSection section)
    {
        bool isName = section.Level == 1;
        string title = MarkdownText.Plain(section.Title);
        text.Append(isName ? $"TOPIC\n    {title}\n\n" : section.Level == 2 ? $"{title.ToUpperInvariant()}\n" : $"  {title}\n");
        MarkdownBlockKind? previous = null;
        foreach (MarkdownBlock block in MarkdownText.Blocks(section.Lines))
        {
            // Items of one list stand close together.
            bool separate = previous is not null && !(previous == MarkdownBlockKind.ListItem && block.Kind == MarkdownBlockKind.ListItem);
            text.Append(separate ? "\n" : "").Append(section.Title == ShortDescription ? $"{new string(' ', Indent)}{block.Text}\n" : Lines(block));
            previous = block.Kind;
        }

        text.Append(previous is null ? "" : "\n");
        foreach (MarkdownSection inner in section.Sections)
        {
            Append(text, inner);
        }
    }

    private static string Lines(MarkdownBlock block) => block.Kind switch
    {
        MarkdownBlockKind.Code => string.Concat(block.Text.Split('\n').Select(l => $"{new string(' ', 2 * Indent)}{l}".TrimEnd() + "\n")),
        MarkdownBlockKind.ListItem => Wrap($"- {block.Text}", Indent, Indent + 2),
        _ => Wrap(block.Text, Indent, Indent),
    };

    private static string Wrap(string text, int firstIndent, int indent)
    {
        StringBuilder wrapped = new();
        StringBuilder line = new(new string(' ', firstIndent));
        bool isEmpty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                wrapped.Append(line).Append('\n');
                line.Clear().Append(' ', indent);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        return wrapped.Append(line).Append('\n').ToString();
    }
}
