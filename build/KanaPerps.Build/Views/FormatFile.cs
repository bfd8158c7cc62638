using System.Globalization;
using System.Xml.Linq;

namespace KanaPerps.Build.Views;

/// <summary>The views in the form that PowerShell loads.</summary>
internal static class FormatFile
{
    /// <summary>Makes the file that the manifest names: PowerShell pays for each file, and for each node, when the module is imported.</summary>
    /// <param name="views">The views that are declared.</param>
    /// <param name="others">Files with views that are written by hand. They stand behind the others, so that those are what a type looks like.</param>
    public static XDocument Make(IEnumerable<ModelView> views, IEnumerable<XDocument> others) => new(new XElement("Configuration", new XElement(
        "ViewDefinitions",
        views.SelectMany(view => new[] { View(view, Table(view)), View(view, List(view)) }),
        others.SelectMany(file => file.Descendants("View")))));

    private static XElement View(ModelView view, XElement control) => new(
        "View",
        new XElement("Name", view.TypeName[(view.TypeName.LastIndexOf('.') + 1)..]),
        new XElement("ViewSelectedBy", view.TypeNames.Select(name => new XElement("TypeName", name))),
        control);

    private static XElement Table(ModelView view) => new(
        "TableControl",
        new XElement("TableHeaders", view.Columns.Select(Header)),
        new XElement(
            "TableRowEntries",
            new XElement("TableRowEntry", new XElement("TableColumnItems", view.Columns.Select(column => new XElement("TableColumnItem", column.Content()))))));

    private static XElement Header(ViewColumn column)
    {
        XElement header = new("TableColumnHeader", new XElement("Label", column.Header));
        if (column.Width is { } width)
        {
            header.Add(new XElement("Width", width.ToString(CultureInfo.InvariantCulture)));
        }

        if (column.IsRight)
        {
            header.Add(new XElement("Alignment", "Right"));
        }

        return header;
    }

    private static XElement List(ModelView view) => new(
        "ListControl",
        new XElement(
            "ListEntries",
            new XElement("ListEntry", new XElement("ListItems", view.ListLines().Select(line => new XElement("ListItem", new XElement("Label", line.Label), line.Content()))))));
}
