using System.Management.Automation.Runspaces;
using System.Reflection;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>What PowerShell should know of the types that have a view. The entries are compiled from <c>Views.xml</c>.</summary>
internal static partial class TypeTable
{
    // What a watcher looks for first, though a base class declares it.
    private const string FirstProperty = "Change";

    /// <summary>The types, in the order of their declarations.</summary>
    public static ViewedType[] Types => Make();

    /// <summary>Makes the type data: for each type, and for the type as it comes back from a job.</summary>
    public static TypeData[] MakeTypeData()
    {
        ViewedType[] types = Make();
        TypeData[] all = new TypeData[types.Length * 2];
        CodePropertyData cells = Getter(RowCells.PropertyName, typeof(RowCells));
        for (int i = 0; i < types.Length; i++)
        {
            string[] properties = Properties(types[i].Type);
            string name = types[i].Type.FullName!;
            all[2 * i] = Describe(name, types[i], properties, cells);
            all[(2 * i) + 1] = Describe("Deserialized." + name, types[i], properties, cells);
        }

        return all;
    }

    private static TypeData Describe(string name, ViewedType type, string[] properties, CodePropertyData cells)
    {
        // A job would carry the hidden properties too, with the colours and the culture of its own session: so what it carries is named.
        TypeData data = new(name)
        {
            SerializationMethod = "SpecificProperties",
            SerializationDepth = type.Depth,
            PropertySerializationSet = new PropertySetData(properties),
            DefaultDisplayPropertySet = new PropertySetData(Array.ConvertAll(type.Columns, column => column.Property)),
            DefaultKeyPropertySet = new PropertySetData(type.Key.Split(' ')),
        };
        data.Members.Add(cells.Name, cells);
        foreach (KeyValuePair<string, Type> code in type.Code)
        {
            data.Members.Add(code.Key, Getter(code.Key, code.Value));
        }

        // Hidden: a file or a list should have each value once.
        foreach (KeyValuePair<string, string> alias in type.Aliases)
        {
            data.Members.Add(alias.Key, new AliasPropertyData(alias.Key, alias.Value) { IsHidden = true });
        }

        return data;
    }

    private static CodePropertyData Getter(string property, Type getterClass) => new(property, getterClass.GetMethod("Of")) { IsHidden = true };

    private static string[] Properties(Type type)
    {
        string[] names = Array.ConvertAll(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), p => p.Name);
        int first = Array.IndexOf(names, FirstProperty);
        if (first > 0)
        {
            Array.Copy(names, 0, names, 1, first);
            names[0] = FirstProperty;
        }

        return names;
    }
}
