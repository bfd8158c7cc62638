using System.Reflection;
using System.Xml.Linq;

namespace KanaPerps.Build.Views;

/// <summary>Makes the module's ps1xml files of the views that the source declares.</summary>
internal static class ViewFiles
{
    // The assemblies whose types have views. Looking at those types needs nothing of PowerShell.
    private static readonly string[] s_assemblies = ["KanaPerps.Client.dll", "KanaPerps.PowerShell.dll"];

    /// <summary>Writes them.</summary>
    /// <param name="declarations">The folder with Views.xml; files that are already ps1xml are taken as they are.</param>
    /// <param name="compiled">The folder of the compiled module.</param>
    /// <param name="moduleFolder">The module's folder.</param>
    public static void Write(string declarations, string compiled, string moduleFolder)
    {
        Assembly[] assemblies = [.. s_assemblies.Select(name => Assembly.LoadFrom(Path.Combine(compiled, name)))];
        ModelView[] views = [.. XDocument.Load(Path.Combine(declarations, "Views.xml")).Root!.Elements("View").Select(view => ModelView.Read(view, assemblies))];
        FormatFile.Make(views).Save(Path.Combine(moduleFolder, "KanaPerps.Format.ps1xml"));
        TypesFile.Make(views).Save(Path.Combine(moduleFolder, "KanaPerps.Types.ps1xml"));
        foreach (string made in Directory.EnumerateFiles(declarations, "*.ps1xml"))
        {
            File.Copy(made, Path.Combine(moduleFolder, Path.GetFileName(made)));
        }
    }
}
