using System.Globalization;
using System.Management.Automation.Runspaces;
using System.Xml;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>Reads <c>KanaPerps.Types.ps1xml</c>: as much of the format as the build writes.</summary>
internal static class TypeDataFile
{
    public static IEnumerable<TypeData> Read(string path)
    {
        using XmlReader reader = XmlReader.Create(path, new XmlReaderSettings { IgnoreWhitespace = true, IgnoreComments = true });
        while (reader.ReadToFollowing("Type"))
        {
            using XmlReader type = reader.ReadSubtree();
            type.ReadToFollowing("Name");
            TypeData data = new(type.ReadElementContentAsString());
            while (!type.EOF)
            {
                Take(type, data);
            }

            yield return data;
        }
    }

    private static void Take(XmlReader reader, TypeData data)
    {
        switch (reader.NodeType == XmlNodeType.Element ? reader.Name : "")
        {
            case "CodeProperty":
                string[] code = Texts(reader);
                data.Members.Add(code[0], new CodePropertyData(code[0], typeof(TypeDataFile).Assembly.GetType(code[1])!.GetMethod(code[2])!) { IsHidden = true });
                break;
            case "AliasProperty":
                string[] alias = Texts(reader);
                data.Members.Add(alias[0], new AliasPropertyData(alias[0], alias[1]) { IsHidden = true });
                break;
            case "NoteProperty" or "PropertySet":
                Take(Texts(reader), data);
                break;
            default:
                reader.Read();
                break;
        }
    }

    // A standard member: its name, and one value or several.
    private static void Take(string[] texts, TypeData data)
    {
        switch (texts[0])
        {
            case "SerializationMethod":
                data.SerializationMethod = texts[1];
                break;
            case "SerializationDepth":
                data.SerializationDepth = uint.Parse(texts[1], CultureInfo.InvariantCulture);
                break;
            case "PropertySerializationSet":
                data.PropertySerializationSet = new PropertySetData(texts.Skip(1));
                break;
            case "DefaultDisplayPropertySet":
                data.DefaultDisplayPropertySet = new PropertySetData(texts.Skip(1));
                break;
            case "DefaultKeyPropertySet":
                data.DefaultKeyPropertySet = new PropertySetData(texts.Skip(1));
                break;
            default:
                throw new XmlException($"{data.TypeName} has a standard member '{texts[0]}' that is not read.");
        }
    }

    // All texts below the element, in their order; the reader then stands behind it.
    private static string[] Texts(XmlReader reader)
    {
        List<string> texts = [];
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Text)
            {
                texts.Add(reader.Value);
            }
        }

        reader.Read();
        return [.. texts];
    }
}
