using System.Reflection;
using System.Xml.Linq;

namespace KanaPerps.Build.Views;

/// <summary>Makes the module's format file of the views that the source declares.</summary>
internal static class ViewFiles
{
    // The assemblies whose types have views. Looking at those types needs nothing of PowerShell.
    private static readonly string[] s_assemblies = ["KanaPerps.Client.dll", "KanaPerps.PowerShell.dll"];

    /// <summary>Writes it.</summary>
    /// <param name="declarations">The folder with Views.xml; the views of *.ps1xml files are taken as they are.</param>
    /// <param name="compiled">The folder of the compiled module.</param>
    /// <param name="moduleFolder">The module's folder.</param>
    public static void Write(string declarations, string compiled, string moduleFolder)
    {
        Assembly[] assemblies = [.. s_assemblies.Select(name => Assembly.LoadFrom(Path.Combine(compiled, name)))];
        ModelView[] views = [.. XDocument.Load(Path.Combine(declarations, "Views.xml")).Root!.Elements("View").Select(view => ModelView.Read(view, assemblies))];
        IEnumerable<XDocument> others = Directory.EnumerateFiles(declarations, "*.ps1xml").Order(StringComparer.Ordinal).Select(file => XDocument.Load(file));
        FormatFile.Make(views, others).Save(Path.Combine(moduleFolder, "KanaPerps.Format.ps1xml"), SaveOptions.DisableFormatting);
    }
}
