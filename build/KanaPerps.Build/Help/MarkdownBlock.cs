namespace KanaPerps.Build.Help;

/// <summary>What a block of Markdown is.</summary>
internal enum MarkdownBlockKind
{
    Paragraph,
    ListItem,
    Code,
}

/// <summary>A paragraph, an item of a list, or a piece of code.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">A paragraph or an item as one line without marks; code as it stands.</param>
/// <param name="Language">The language of code, or an empty text.</param>
internal sealed record MarkdownBlock(MarkdownBlockKind Kind, string Text, string Language = "");
