using System.Reflection;
using System.Xml.Linq;

namespace KanaPerps.Build.Views;

/// <summary>How objects of one type look.</summary>
/// <param name="TypeName">The type.</param>
/// <param name="Columns">The columns of its table.</param>
/// <param name="Key">What tells objects apart.</param>
/// <param name="Properties">Every public property.</param>
/// <param name="Aliases">Second names of properties: what parameters call them that take them from the pipeline.</param>
internal sealed record ModelView(string TypeName, IReadOnlyList<ViewColumn> Columns, IReadOnlyList<string> Key, IReadOnlyList<PropertyInfo> Properties, IReadOnlyList<(string Name, string Property)> Aliases)
{
    // What a watcher looks for first, though a base class declares it.
    private const string FirstProperty = "Change";

    /// <summary>The type itself, and as it comes back from a job.</summary>
    public IEnumerable<string> TypeNames => [TypeName, $"Deserialized.{TypeName}"];

    /// <summary>Reads a view, and looks at the compiled type for what can't be seen in it.</summary>
    /// <param name="element">The view.</param>
    /// <param name="assemblies">Where the types are.</param>
    public static ModelView Read(XElement element, IReadOnlyList<Assembly> assemblies)
    {
        string name = (string?)element.Attribute("Type") ?? throw new BuildException("A view has no Type.");
        Type type = assemblies.Select(a => a.GetType(name)).FirstOrDefault(t => t is not null) ?? throw new BuildException($"A view is for the unknown type {name}.");
        ModelView view = new(
            name,
            [.. element.Elements("Column").Select(ViewColumn.Read)],
            ((string?)element.Attribute("Key") ?? throw new BuildException($"The view of {name} has no Key.")).Split(' '),
            [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name != FirstProperty)],
            [.. element.Elements("Alias").Select(a => ((string?)a.Attribute("Name") ?? "", (string?)a.Attribute("Of") ?? ""))]);
        view.Check();
        return view;
    }

    /// <summary>Every public property: times with their milliseconds, numbers with every digit.</summary>
    public IEnumerable<ViewColumn> ListLines() => Properties.Select(p => new ViewColumn(p.Name, null, false, p.Name + ListFormat(p.PropertyType)));

    private static string ListFormat(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(DateTimeOffset) ? ":instant" : bare == typeof(decimal) ? ":whole" : "";
    }

    private void Check()
    {
        HashSet<string> known = [.. Properties.Select(p => p.Name)];
        foreach (string property in Columns.SelectMany(c => c.Cell.Split(':')[0].Split('|')).Concat(Key).Concat(Aliases.Select(a => a.Property)))
        {
            if (!known.Contains(property))
            {
                throw new BuildException($"The view of {TypeName} shows {property}, which {TypeName} does not have.");
            }
        }
    }
}
