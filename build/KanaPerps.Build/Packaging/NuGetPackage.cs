using System.Text;
using System.Xml.Linq;

namespace KanaPerps.Build.Packaging;

/// <summary>The parts that make a ZIP file of the module a package for the PowerShell Gallery.</summary>
internal static class NuGetPackage
{
    private const string Id = "KanaPerps";
    private const string NuspecName = $"{Id}.nuspec";
    private const string PropertiesName = $"package/services/metadata/core-properties/{Id}.psmdcp";

    private static readonly XNamespace s_nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace s_relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace s_contentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace s_properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace s_dublinCore = "http://purl.org/dc/elements/1.1/";

    /// <summary>The parts beside the module's own files.</summary>
    /// <param name="manifest">The module's manifest.</param>
    /// <param name="fileNames">The names of the module's files.</param>
    /// <param name="releaseNotes">What is new in the version.</param>
    /// <param name="commit">The commit that the module was made from, or null.</param>
    /// <returns>The parts.</returns>
    public static IEnumerable<(string Name, byte[] Content)> Parts(ModuleManifest manifest, IEnumerable<string> fileNames, string releaseNotes, string? commit) =>
    [
        (NuspecName, Bytes(Nuspec(manifest, releaseNotes, commit))),
        (PropertiesName, Bytes(Properties(manifest))),
        ("_rels/.rels", Bytes(Relationships())),
        ("[Content_Types].xml", Bytes(ContentTypes(fileNames))),
    ];

    private static XElement Nuspec(ModuleManifest manifest, string releaseNotes, string? commit) =>
        new(
            s_nuspec + "package",
            new XElement(
                s_nuspec + "metadata",
                new XElement(s_nuspec + "id", Id),
                new XElement(s_nuspec + "version", manifest.Version),
                new XElement(s_nuspec + "authors", manifest.Author),
                new XElement(s_nuspec + "owners", manifest.CompanyName),
                new XElement(s_nuspec + "requireLicenseAcceptance", "false"),
                new XElement(s_nuspec + "license", new XAttribute("type", "file"), "LICENSE"),
                new XElement(s_nuspec + "licenseUrl", "https://aka.ms/deprecateLicenseUrl"),
                new XElement(s_nuspec + "readme", "README.md"),
                new XElement(s_nuspec + "description", manifest.Description),
                new XElement(s_nuspec + "releaseNotes", releaseNotes),
                new XElement(s_nuspec + "copyright", manifest.Copyright),
                commit is null ? null : new XElement(s_nuspec + "repository", new XAttribute("type", "git"), new XAttribute("commit", commit)),
                new XElement(s_nuspec + "tags", string.Join(' ', Tags(manifest)))));

    // What the gallery searches by; its own clients add the same.
    private static IEnumerable<string> Tags(ModuleManifest manifest) =>
        [.. manifest.Tags, "PSModule", "PSIncludes_Cmdlet", .. manifest.Cmdlets.SelectMany(c => new[] { $"PSCmdlet_{c}", $"PSCommand_{c}" })];

    private static XElement Properties(ModuleManifest manifest) =>
        new(
            s_properties + "coreProperties",
            new XElement(s_dublinCore + "creator", manifest.Author),
            new XElement(s_dublinCore + "description", manifest.Description),
            new XElement(s_dublinCore + "identifier", Id),
            new XElement(s_properties + "version", manifest.Version),
            new XElement(s_properties + "keywords", string.Join(' ', manifest.Tags)));

    private static XElement Relationships() =>
        new(
            s_relationships + "Relationships",
            Relationship("http://schemas.microsoft.com/packaging/2010/07/manifest", NuspecName, "R1"),
            Relationship("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", PropertiesName, "R2"));

    private static XElement Relationship(string type, string target, string id) =>
        new(s_relationships + "Relationship", new XAttribute("Type", type), new XAttribute("Target", $"/{target}"), new XAttribute("Id", id));

    private static XElement ContentTypes(IEnumerable<string> fileNames)
    {
        string[] names = [.. fileNames];
        IEnumerable<XElement> byExtension = names.Select(Path.GetExtension).OfType<string>().Where(e => e.Length > 1)
            .Append(".nuspec").Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
            .Select(e => Default(e[1..], "application/octet"));
        IEnumerable<XElement> byName = names.Where(n => Path.GetExtension(n).Length <= 1).Order(StringComparer.Ordinal)
            .Select(n => new XElement(s_contentTypes + "Override", new XAttribute("PartName", $"/{n}"), new XAttribute("ContentType", "application/octet")));
        return new XElement(
            s_contentTypes + "Types",
            Default("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            Default("psmdcp", "application/vnd.openxmlformats-package.core-properties+xml"),
            byExtension,
            byName);
    }

    private static XElement Default(string extension, string type) =>
        new(s_contentTypes + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));

    private static byte[] Bytes(XElement root) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n");
}
