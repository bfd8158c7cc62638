namespace KanaPerps.Build.Help;

/// <summary>A parameter as a help page describes it.</summary>
internal sealed class CmdletParameter
{
    private const string AllSets = "(All)";

    private readonly Dictionary<string, string> _facts;
    private readonly string _page;

    public CmdletParameter(string page, MarkdownSection section)
    {
        _page = page;
        Name = section.Title.TrimStart('-');
        IReadOnlyList<MarkdownBlock> blocks = MarkdownText.Blocks(section.Lines);
        Description = [.. blocks.Where(b => b.Kind != MarkdownBlockKind.Code)];
        string facts = blocks.FirstOrDefault(b => b.Kind == MarkdownBlockKind.Code)?.Text ?? throw new BuildException($"{page}: -{Name} has no block of facts.");
        _facts = facts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(':', 2)).ToDictionary(p => p[0].Trim(), p => p[1].Trim());
    }

    public string Name { get; }

    public IReadOnlyList<MarkdownBlock> Description { get; }

    public string Type => Fact("Type");

    public bool IsSwitch => Type == "SwitchParameter";

    public string Aliases => Fact("Aliases") is { Length: > 0 } aliases ? aliases : "none";

    public bool IsRequired => Flag("Required");

    public string Position => Fact("Position").ToLowerInvariant();

    public string Default => Fact("Default value");

    public string PipelineInput => Fact("Accept pipeline input");

    public bool TakesWildcards => Flag("Accept wildcard characters");

    public IReadOnlyList<string> AcceptedValues => _facts.TryGetValue("Accepted values", out string? values) ? values.Split(", ") : [];

    public bool IsIn(string set) => Fact("Parameter Sets") is AllSets || Fact("Parameter Sets").Split(", ").Contains(set);

    private bool Flag(string name) => Fact(name) == "True";

    private string Fact(string name) => _facts.TryGetValue(name, out string? value) ? value : throw new BuildException($"{_page}: -{Name} lacks '{name}'.");
}
