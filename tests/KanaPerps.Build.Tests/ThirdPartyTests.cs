using System.Text.Json;
using System.Xml.Linq;

namespace KanaPerps.Build.Tests;

/// <summary>The packages that ship in the folder dependencies, held to their own words.</summary>
public sealed class ThirdPartyTests
{
    private static readonly Workspace s_workspace = Workspace.Find();

    public static TheoryData<string> Packages => new(new[] { "KanaPerps.WebSockets", "KanaPerps.Parquet", "KanaPerps.Nats" }.SelectMany(ReadPackages).Select(p => $"{p.Name}/{p.Version}").Distinct());

    [Theory]
    [InlineData("KanaPerps.WebSockets", 6)]
    [InlineData("KanaPerps.Parquet", 7)]
    [InlineData("KanaPerps.Nats", 8)]
    public void A_bridge_puts_out_itself_and_the_assemblies_of_its_packages(string bridge, int count)
    {
        string[] expected = [$"{bridge}.dll", .. ReadPackages(bridge).SelectMany(p => p.Assemblies)];

        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.EnumerateFiles(OutputOf(bridge), "*.dll").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(count, expected.Length);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_notices_name_each_package_with_its_version_its_copyright_and_its_licence(string package)
    {
        string notices = File.ReadAllText(s_workspace.At("THIRD-PARTY-NOTICES.txt"));
        XElement metadata = ReadNuspec(package);
        int start = notices.IndexOf($"{Text("id")} {Text("version")}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{package} is named");
        string entry = notices[start..notices.IndexOf("\n----", start, StringComparison.Ordinal)] + "\n";

        // Parquet.Net states no copyright and K4os.Compression.LZ4 the address of its licence: their repositories have both.
        Assert.Contains($"{Text("copyright") ?? "Copyright (c) 2017 Ivan Gavryliuk"}\n", entry, StringComparison.Ordinal);
        string licence = Text("license") ?? "MIT";
        Assert.Contains($"Licence: {licence}\n", entry, StringComparison.Ordinal);
        Assert.Contains($"The {licence} licence\n", notices, StringComparison.Ordinal);

        string? Text(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
    }

    private static string OutputOf(string bridge) => s_workspace.OutputOf(bridge, Compiled.Configuration);

    private static IEnumerable<(string Name, string Version, string[] Assemblies)> ReadPackages(string bridge)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(OutputOf(bridge), $"{bridge}.deps.json")));
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
