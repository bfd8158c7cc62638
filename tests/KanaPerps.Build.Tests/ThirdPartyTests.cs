using System.Text.Json;
using System.Xml.Linq;

namespace KanaPerps.Build.Tests;

/// <summary>The packages that ship in the folder dependencies, held to their own words.</summary>
public sealed class ThirdPartyTests
{
    private const string Bridge = "KanaPerps.WebSockets";

    private static readonly Workspace s_workspace = Workspace.Find();
    private static readonly string s_output = s_workspace.OutputOf(Bridge, Compiled.Configuration);

    public static TheoryData<string> Packages => new(ReadPackages().Select(p => $"{p.Name}/{p.Version}"));

    [Fact]
    public void The_bridge_puts_out_itself_and_the_assemblies_of_its_packages()
    {
        string[] expected = [$"{Bridge}.dll", .. ReadPackages().SelectMany(p => p.Assemblies)];

        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.EnumerateFiles(s_output, "*.dll").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(6, expected.Length);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_notices_name_each_package_with_its_version_its_copyright_and_its_licence(string package)
    {
        string notices = File.ReadAllText(s_workspace.At("THIRD-PARTY-NOTICES.txt"));
        XElement metadata = ReadNuspec(package);

        Assert.Contains($"{Text("id")} {Text("version")}\n", notices, StringComparison.Ordinal);
        Assert.Contains($"{Text("copyright")}\n", notices, StringComparison.Ordinal);
        Assert.Contains($"Licence: {Text("license")}\n", notices, StringComparison.Ordinal);
        Assert.Equal("MIT", Text("license"));

        string Text(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
    }

    private static IEnumerable<(string Name, string Version, string[] Assemblies)> ReadPackages()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_output, $"{Bridge}.deps.json")));
        JsonElement target = file.RootElement.GetProperty("targets").EnumerateObject().Single().Value;
        return
        [
            .. from library in target.EnumerateObject()
               where file.RootElement.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() == "package"
               let name = library.Name.Split('/')
               select (name[0], name[1], Assemblies(library.Value)),
        ];
    }

    private static string[] Assemblies(JsonElement library) => [.. library.GetProperty("runtime").EnumerateObject().Select(f => Path.GetFileName(f.Name))];

    private static XElement ReadNuspec(string package)
    {
        string[] name = package.ToLowerInvariant().Split('/');
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return XDocument.Load(Path.Combine(packages, name[0], name[1], $"{name[0]}.nuspec")).Root!.Elements().First();
    }
}
