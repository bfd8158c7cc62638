using System.Globalization;
using System.Xml.Linq;

namespace KanaPerps.Build.Views;

/// <summary>What PowerShell should know of the types, in the form that it loads.</summary>
internal static class TypesFile
{
    /// <summary>The hidden property through which the views reach the compiled formatters.</summary>
    public const string CellsProperty = "KanaCells";

    private const string CellsClass = "KanaPerps.PowerShell.Formatting.RowCells";

    public static XDocument Make(IEnumerable<ModelView> views) => new(new XElement("Types", views.SelectMany(view => view.TypeNames.Select(name => Type(name, view)))));

    private static XElement Type(string name, ModelView view) => new(
        "Type",
        new XElement("Name", name),
        new XElement("Members", Code(CellsProperty, CellsClass), view.Code.Select(c => Code(c.Property, c.Class)), view.Aliases.Select(a => Alias(a.Name, a.Property)), new XElement("MemberSet", new XElement("Name", "PSStandardMembers"), new XElement("Members", StandardMembers(view)))));

    private static XElement Code(string property, string getterClass) => new(
        "CodeProperty",
        new XAttribute("IsHidden", "true"),
        new XElement("Name", property),
        new XElement("GetCodeReference", new XElement("TypeName", getterClass), new XElement("MethodName", "Of")));

    // Hidden: a file or a list should have each value once.
    private static XElement Alias(string name, string property) => new(
        "AliasProperty", new XElement("Name", name), new XElement("ReferencedMemberName", property), new XElement("IsHidden", "true"));

    // A job would carry the hidden property too, with the colours and the culture of its own session: so what it carries is named.
    private static IEnumerable<XElement> StandardMembers(ModelView view) =>
    [
        Note("SerializationMethod", "SpecificProperties"),
        Note("SerializationDepth", view.Depth.ToString(CultureInfo.InvariantCulture)),
        Set("PropertySerializationSet", view.Properties.Select(p => p.Name)),
        Set("DefaultDisplayPropertySet", view.Columns.Select(c => c.Property)),
        Set("DefaultKeyPropertySet", view.Key),
    ];

    private static XElement Note(string name, string value) => new("NoteProperty", new XElement("Name", name), new XElement("Value", value));

    private static XElement Set(string name, IEnumerable<string> properties) =>
        new("PropertySet", new XElement("Name", name), new XElement("ReferencedProperties", properties.Select(p => new XElement("Name", p))));
}
