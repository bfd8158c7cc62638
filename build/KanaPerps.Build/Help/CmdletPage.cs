namespace KanaPerps.Build.Help;

/// <summary>The help page of a cmdlet, read from Markdown in the platyPS layout.</summary>
internal sealed class CmdletPage
{
    private const string DefaultMark = " (Default)";

    private readonly MarkdownSection _page;

    private CmdletPage(MarkdownSection page)
    {
        _page = page;
        Parameters = [.. page.Require("PARAMETERS").Sections.Where(s => s.Title.StartsWith('-')).Select(s => new CmdletParameter(page.Title, s))];
    }

    public string Name => _page.Title;

    public string Verb => Name.Split('-')[0];

    public string Noun => Name.Split('-')[1];

    public IReadOnlyList<MarkdownBlock> Synopsis => Blocks("SYNOPSIS");

    public IReadOnlyList<MarkdownBlock> Description => Blocks("DESCRIPTION");

    public IReadOnlyList<MarkdownBlock> Notes => Blocks("NOTES");

    public IReadOnlyList<CmdletParameter> Parameters { get; }

    /// <summary>The parameter sets, the default one first.</summary>
    public IReadOnlyList<string> ParameterSets =>
        [.. _page.Require("SYNTAX").Sections.OrderByDescending(s => s.Title.EndsWith(DefaultMark, StringComparison.Ordinal)).Select(s => s.Title.Replace(DefaultMark, "", StringComparison.Ordinal))];

    public IReadOnlyList<MarkdownSection> Examples => _page.Require("EXAMPLES").Sections;

    public IReadOnlyList<MarkdownSection> Inputs => _page.Require("INPUTS").Sections;

    public IReadOnlyList<MarkdownSection> Outputs => _page.Require("OUTPUTS").Sections;

    /// <summary>The names under RELATED LINKS.</summary>
    public IEnumerable<string> Links => Blocks("RELATED LINKS").Select(b => b.Text);

    public static CmdletPage Read(string path) => new(MarkdownSection.Parse(File.ReadAllText(path)).Sections.Single());

    private IReadOnlyList<MarkdownBlock> Blocks(string title) => MarkdownText.Blocks(_page.Require(title).Lines);
}
