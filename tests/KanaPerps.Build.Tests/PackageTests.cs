using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KanaPerps.Build.Packaging;

namespace KanaPerps.Build.Tests;

/// <summary>The package of the module that these tests were built with.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly Workspace _workspace = Workspace.Find();
    private readonly ModuleManifest _manifest;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kana-package-");

    public PackageTests()
    {
        _manifest = ModuleManifest.Read(_workspace);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_packages_of_the_same_commit_are_the_same_byte_for_byte()
    {
        IReadOnlyList<string> first = Pack("first");
        IReadOnlyList<string> second = Pack("second", module =>
        {
            // What another machine would have: other times, and files made in another order.
            foreach (string file in Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Reverse().ToArray())
            {
                byte[] content = File.ReadAllBytes(file);
                File.Delete(file);
                File.WriteAllBytes(file, content);
                File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            }
        });

        Assert.Equal(2, first.Count);
        foreach ((string one, string other) in first.Zip(second))
        {
            Assert.Equal(Path.GetFileName(one), Path.GetFileName(other));
            Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
        }
    }

    [Fact]
    public void The_package_holds_the_module_with_its_help_and_examples_and_nothing_else()
    {
        string[] topics = [.. Names(_workspace.At("docs", "en-US"), "about_*.md").Select(n => $"en-US/{Path.GetFileNameWithoutExtension(n)}.help.txt")];
        string[] examples = [.. Names(_workspace.At("examples"), "*.ps1").Select(n => $"examples/{n}")];
        string[] expected =
        [
            "CHANGELOG.md", "THIRD-PARTY-NOTICES.txt", "KanaPerps.Client.dll", "KanaPerps.Format.ps1xml", "KanaPerps.PowerShell.dll", "KanaPerps.Simulator.dll",
            "KanaPerps.psd1", "LICENSE", "README.md",
            "dependencies/CommunityToolkit.HighPerformance.dll", "dependencies/K4os.Compression.LZ4.dll", "dependencies/KanaPerps.Parquet.dll", "dependencies/Parquet.dll",
            "dependencies/Snappier.dll", "dependencies/ZstdSharp.dll",
            "dependencies/KanaPerps.Nats.dll", "dependencies/NATS.Client.Abstractions.dll", "dependencies/NATS.Client.Core.dll", "dependencies/NATS.Client.JetStream.dll",
            "dependencies/NATS.NKeys.dll", "dependencies/Microsoft.Extensions.Primitives.dll",
            "dependencies/KanaPerps.WebSockets.dll", "dependencies/Microsoft.Extensions.DependencyInjection.Abstractions.dll", "dependencies/Microsoft.Extensions.Logging.Abstractions.dll",
            "dependencies/Microsoft.IO.RecyclableMemoryStream.dll", "dependencies/System.Reactive.dll", "dependencies/Websocket.Client.dll",
            "docs/performance.md", "docs/venue.md", "en-US/KanaPerps.PowerShell.dll-Help.xml", .. topics, .. examples,
        ];
        string[] packaging = ["KanaPerps.nuspec", "[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/KanaPerps.psmdcp"];

        IReadOnlyList<string> paths = Pack("module");

        Assert.True(topics.Length >= 6 && examples.Length >= 5);
        Assert.Equal(Sorted(expected.Select(n => $"KanaPerps/{n}")), Sorted(Entries(paths[0])));
        Assert.Equal(Sorted([.. expected, .. packaging]), Sorted(Entries(paths[1])));
    }

    [Fact]
    public void Every_link_of_the_readme_leads_somewhere_in_the_package()
    {
        string[] links = [.. Regex.Matches(File.ReadAllText(_workspace.At("README.md")), @"\]\((?!https://)(?<path>[^)#]+)").Select(m => $"KanaPerps/{m.Groups["path"].Value}")];
        string[] paths = [.. Entries(Pack("module")[0])];

        Assert.True(links.Length >= 5);
        Assert.All(links, link => Assert.Contains(paths, path => path == link || path.StartsWith(link + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_package_says_what_the_manifest_says_and_where_its_licence_and_readme_are()
    {
        using ZipArchive package = ZipFile.OpenRead(Pack("module")[1]);
        using Stream stream = package.GetEntry("KanaPerps.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();

        Assert.Equal("KanaPerps", Text("id"));
        Assert.Equal(_manifest.Version, Text("version"));
        Assert.Equal(_manifest.Description, Text("description"));
        Assert.NotNull(package.GetEntry(Text("license")));
        Assert.NotNull(package.GetEntry(Text("readme")));
        string[] tags = Text("tags").Split(' ');
        Assert.Equal(("git", Commit), (Attribute("repository", "type"), Attribute("repository", "commit")));
        Assert.All(_manifest.Cmdlets, cmdlet => Assert.Contains($"PSCmdlet_{cmdlet}", tags));

        string Text(string name) => Element(name).Value;

        string? Attribute(string element, string name) => Element(element).Attribute(name)?.Value;

        XElement Element(string name) => metadata.Elements().Single(e => e.Name.LocalName == name);
    }

    [Fact]
    public void The_package_says_what_is_new_in_its_version_and_not_what_was_new_before()
    {
        const string Changelog = "# Changelog\r\n\r\nAll changes.\r\n\r\n## [1.2.0] 2026-01-02\r\n\r\n### Added\r\n\r\n- This.\r\n\r\n## [1.1.0]\r\n\r\n- That.\r\n";
        using ZipArchive package = ZipFile.OpenRead(Pack("module")[1]);
        using Stream stream = package.GetEntry("KanaPerps.nuspec")!.Open();

        Assert.Contains(XDocument.Load(stream).Descendants(), e => e.Name.LocalName == "releaseNotes" && e.Value.StartsWith("###", StringComparison.Ordinal));
        Assert.Equal("### Added\n\n- This.", ReleaseNotes.Of(Changelog, "1.2.0"));
        Assert.Throws<BuildException>(() => ReleaseNotes.Of(Changelog, "1.3.0"));
    }

    [Fact]
    public void No_assembly_tells_where_it_was_built()
    {
        string module = Path.GetDirectoryName(Pack("module")[0])!;
        byte[] root = System.Text.Encoding.UTF8.GetBytes(_workspace.Root.TrimEnd(Path.DirectorySeparatorChar));

        Assert.All(Directory.EnumerateFiles(module, "*.dll", SearchOption.AllDirectories), path => Assert.Equal(-1, File.ReadAllBytes(path).AsSpan().IndexOf(root)));
    }

    private IReadOnlyList<string> Pack(string name, Action<string>? change = null)
    {
        string target = Path.Combine(_folder.FullName, name);
        string module = Path.Combine(target, "KanaPerps");
        ModuleStaging.Fill(_workspace, Compiled.Configuration, module);
        change?.Invoke(module);
        return ModulePackage.Write(_manifest, module, target, Commit);
    }

    private static IEnumerable<string> Names(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Select(p => Path.GetFileName(p));

    private static IEnumerable<string> Entries(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
