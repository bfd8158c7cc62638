using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using KanaPerps.Recording;

namespace KanaPerps.Client.Tests;

/// <summary>A folder for a recording, and what is in it as a plain reader of gzip and JSON sees it.</summary>
internal sealed class TestRecording : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kana-rec-").FullName;

    public TestRecording()
    {
        Path = System.IO.Path.Combine(_root, "rec");
    }

    public string Path { get; }

    /// <summary>The names of the data files, in their order.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Path).Select(f => (Is: RecordingFile.TryParse(System.IO.Path.GetFileName(f), out RecordingFile file), file)).Where(f => f.Is).Select(f => f.file).Order().Select(f => f.Name)];

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>All lines, file after file.</summary>
    public IReadOnlyList<JsonElement> Lines() => [.. Files.SelectMany(Lines)];

    /// <summary>The lines of a file. A line feed stands behind each.</summary>
    public IReadOnlyList<JsonElement> Lines(string name)
    {
        using GZipStream gzip = new(new FileStream(File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        string text = reader.ReadToEnd();
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    /// <summary>What the lines are, in short: the message, the name of a notice, or what the recording says of itself.</summary>
    public IEnumerable<string> Short() => Lines().Select(Short);

    public static string Short(JsonElement line) =>
        line.TryGetProperty("notice", out JsonElement notice) ? notice.GetString()!
        : line.TryGetProperty("recording", out JsonElement session) ? session.GetString()!
        : line.TryGetProperty("rest", out JsonElement rest) ? rest.GetString()!
        : line.TryGetProperty("message", out JsonElement message) ? (line.TryGetProperty("repeat", out _) ? "repeat " : "") + message.GetRawText()
        : line.TryGetProperty("text", out JsonElement text) ? text.GetString()!
        : line.GetProperty("base64").GetString()!;

    /// <summary>Whether zcat reads every file to its end without a complaint.</summary>
    public void AssertZcatReads()
    {
        foreach (string name in Files)
        {
            using Process zcat = Process.Start(new ProcessStartInfo("gzip", ["-t", File(name)]) { RedirectStandardError = true })!;
            string complaint = zcat.StandardError.ReadToEnd();
            zcat.WaitForExit();
            Assert.True(zcat.ExitCode == 0 && complaint.Length == 0, $"{name}: {complaint}");
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
