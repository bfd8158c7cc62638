using System.Text;
using System.Xml.Linq;

namespace KanaPerps.Build.Help;

/// <summary>Writes help pages as MAML, the format that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_items = "http://msh";

    /// <summary>Writes the help file of a module.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pages">The pages.</param>
    public static void Write(string path, IEnumerable<CmdletPage> pages)
    {
        XElement root = new(s_items + "helpItems", new XAttribute("schema", "maml"), pages.Select(Command));
        File.WriteAllText(path, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static XElement Command(CmdletPage page) =>
        new(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", page.Name),
                new XElement(s_command + "verb", page.Verb),
                new XElement(s_command + "noun", page.Noun),
                Description(page.Synopsis)),
            Description(page.Description),
            new XElement(s_command + "syntax", page.ParameterSets.Select(set => SyntaxItem(page, set))),
            new XElement(s_command + "parameters", page.Parameters.Select(p => Parameter(p, withDescription: true))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(i => Typed("inputType", i))),
            new XElement(s_command + "returnValues", page.Outputs.Select(o => Typed("returnValue", o))),
            page.Notes.Count > 0 ? new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paragraphs(page.Notes))) : null,
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_command + "relatedLinks", page.Links.Select(Link)));

    private static XElement SyntaxItem(CmdletPage page, string set) =>
        new(
            s_command + "syntaxItem",
            new XElement(s_maml + "name", page.Name),
            page.Parameters.Where(p => p.IsIn(set))
                .OrderBy(p => p.Position == "named").ThenBy(p => p.Position, StringComparer.Ordinal).ThenByDescending(p => p.IsRequired)
                .Select(p => Parameter(p, withDescription: false)));

    private static XElement Parameter(CmdletParameter parameter, bool withDescription) =>
        new(
            s_command + "parameter",
            new XAttribute("required", Flag(parameter.IsRequired)),
            new XAttribute("variableLength", Flag(parameter.Type.EndsWith("[]", StringComparison.Ordinal))),
            new XAttribute("globbing", Flag(parameter.TakesWildcards)),
            new XAttribute("pipelineInput", parameter.PipelineInput),
            new XAttribute("position", parameter.Position),
            new XAttribute("aliases", parameter.Aliases),
            new XElement(s_maml + "name", parameter.Name),
            withDescription ? Description(parameter.Description) : null,
            parameter.AcceptedValues.Count > 0 ? new XElement(s_command + "parameterValueGroup", parameter.AcceptedValues.Select(AcceptedValue)) : null,
            parameter.IsSwitch && !withDescription ? null : new XElement(s_command + "parameterValue", new XAttribute("required", Flag(!parameter.IsSwitch)), new XAttribute("variableLength", "false"), parameter.Type),
            new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", parameter.Default));

    private static XElement AcceptedValue(string value) =>
        new(s_command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value);

    private static XElement Typed(string element, MarkdownSection section) =>
        new(
            s_command + element,
            new XElement(s_dev + "type", new XElement(s_maml + "name", section.Title)),
            Description(MarkdownText.Blocks(section.Lines)));

    private static XElement Example(MarkdownSection section)
    {
        IReadOnlyList<MarkdownBlock> blocks = MarkdownText.Blocks(section.Lines);
        return new XElement(
            s_command + "example",
            new XElement(s_maml + "title", $"--- {MarkdownText.Plain(section.Title)} ---"),
            new XElement(s_dev + "code", string.Join("\n\n", blocks.Where(b => b.Kind == MarkdownBlockKind.Code).Select(b => b.Text))),
            new XElement(s_dev + "remarks", Paragraphs([.. blocks.Where(b => b.Kind != MarkdownBlockKind.Code)])));
    }

    private static XElement Link(string name) =>
        new(s_maml + "navigationLink", new XElement(s_maml + "linkText", name), new XElement(s_maml + "uri"));

    private static XElement Description(IReadOnlyList<MarkdownBlock> blocks) => new(s_maml + "description", Paragraphs(blocks));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<MarkdownBlock> blocks) =>
        blocks.Select(b => new XElement(s_maml + "para", b.Kind == MarkdownBlockKind.ListItem ? $"- {b.Text}" : b.Text));

    private static string Flag(bool value) => value ? "true" : "false";
}
