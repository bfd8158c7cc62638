using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace KanaPerps.Build.Tests;

/// <summary>What the assemblies of the module tell of their source.</summary>
public sealed class SourceTests
{
    // The kinds of the entries in portable symbols that hold the text of a source file, and the addresses of all.
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private static readonly Workspace s_workspace = Workspace.Find();

    public static TheoryData<string> Projects => ["KanaPerps.PowerShell", "KanaPerps.Client", "KanaPerps.Simulator", "KanaPerps.WebSockets", "KanaPerps.Parquet", "KanaPerps.Nats"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Symbols_are_embedded_with_the_text_of_every_source_file_and_name_no_folder_of_this_machine(string project)
    {
        using PEReader assembly = new(File.OpenRead(PathOf(project)));
        DebugDirectoryEntry entry = assembly.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider symbols = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader reader = symbols.GetMetadataReader();

        Assert.NotEmpty(reader.Documents);
        Assert.All(reader.Documents, handle =>
        {
            Assert.StartsWith($"/_/src/{project}/", reader.GetString(reader.GetDocument(handle).Name).Replace('\\', '/'), StringComparison.Ordinal);
            Assert.Contains(reader.GetCustomDebugInformation(handle).Select(reader.GetCustomDebugInformation), i => reader.GetGuid(i.Kind) == s_embeddedSource);
        });

        // There are addresses in a clone with a remote only.
        IEnumerable<CustomDebugInformation> links = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Where(i => reader.GetGuid(i.Kind) == s_sourceLink);
        Assert.All(links, link => Assert.StartsWith("{\"documents\":{\"/_/*\":", Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Models")]
    [InlineData("Wire")]
    [InlineData("Transport", "KanaPerps.Wire", "KanaPerps.WebSockets")]
    public void A_floor_of_the_client_uses_those_below_it_only(string floor, params string[] below)
    {
        string folder = s_workspace.At("src", "KanaPerps.Client", floor);
        string[] allowed = [.. below, $"KanaPerps.{floor}", .. Directory.GetDirectories(folder).Select(d => $"KanaPerps.{floor}.{Path.GetFileName(d)}")];

        string[] used = [.. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(l => l.StartsWith("using KanaPerps.", StringComparison.Ordinal) || l.StartsWith("namespace", StringComparison.Ordinal))
            .Select(l => l.Split(' ')[1].TrimEnd(';'))
            .Where(n => n != "KanaPerps")];

        Assert.Empty(used.Except(allowed));
    }

    private static string PathOf(string project) => Path.Combine(s_workspace.OutputOf(project, Compiled.Configuration), $"{project}.dll");
}
