using System.Xml.Linq;

namespace KanaPerps.Build.Views;

/// <summary>A column of a view, or a line of its list.</summary>
/// <param name="Label">The header.</param>
/// <param name="Width">The width, or null for what is left.</param>
/// <param name="IsRight">Whether it is aligned right.</param>
/// <param name="Cell">The property, or the properties and the cell format.</param>
internal sealed record ViewColumn(string Label, int? Width, bool IsRight, string Cell)
{
    // The hidden property through which the views reach the compiled formatters.
    private const string CellsProperty = "KanaCells";

    // A bare property is left to PowerShell.
    private bool IsFormatted => Cell.Contains(':');

    public static ViewColumn Read(XElement element) => new(
        (string?)element.Attribute("Label") ?? throw new BuildException("A column has no Label."),
        (int?)element.Attribute("Width"),
        (string?)element.Attribute("Align") == "Right",
        (string?)element.Attribute("Cell") ?? throw new BuildException($"The column '{(string?)element.Attribute("Label")}' has no Cell."));

    /// <summary>The header as it is shown: with its unit on a line of its own where the column is too narrow for both.</summary>
    public string Header => Width < Label.Length && Label.LastIndexOf(' ') is > 0 and int blank ? $"{Label[..blank]}\n{Label[(blank + 1)..]}" : Label;

    /// <summary>What a view says of the cell's content.</summary>
    public IEnumerable<XElement> Content() => IsFormatted
        ? [new XElement("PropertyName", CellsProperty), new XElement("FormatString", Width is { } width ? $"{Cell}:{width}" : Cell)]
        : [new XElement("PropertyName", Cell)];
}
