using KanaPerps.Client.Tests;
using KanaPerps.Recording;

namespace KanaPerps.Export.Tests;

/// <summary>A recording, and a folder to export it to.</summary>
internal sealed class ExportFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kana-export-").FullName;

    public RecordedFolder Recording { get; } = new();

    public string Output => Path.Combine(_root, "out");

    /// <summary>The files that are there, relative to the folder, with slashes.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Output)
        ? [.. Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Output, f).Replace('\\', '/')).Order(StringComparer.Ordinal)]
        : [];

    public string At(string file) => Path.Combine(Output, file);

    public ExportOptions Options(ExportFormat format = ExportFormat.Parquet) => new() { OutputPath = Output, Format = format };

    /// <summary>Exports, and gives what was written and what was not.</summary>
    public IReadOnlyList<ExportEvent> Export(ExportOptions? options = null) => [.. Steps(options).Where(e => e != default)];

    /// <summary>The export of a recording that must have no errors.</summary>
    public IReadOnlyList<ExportedFile> ExportWhole(ExportOptions? options = null)
    {
        IReadOnlyList<ExportEvent> steps = Export(options);
        Assert.All(steps, s => Assert.Null(s.Error));
        return [.. steps.Select(s => s.File!)];
    }

    /// <summary>The export, step by step.</summary>
    public IEnumerable<ExportEvent> Steps(ExportOptions? options = null, CancellationToken? cancellation = null)
    {
        options ??= Options();
        RecordingSource source = new(RecordingFolder.Open(Recording.Path), () => new(), new(), options.Part, cancellation ?? TestContext.Current.CancellationToken);
        return new RecordingExport(source, options).Run();
    }

    public IReadOnlyList<string> Query(string table, string select = "*") => DuckDb.Query($"SELECT {select} FROM '{At(table)}'");

    public void Dispose()
    {
        Recording.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
