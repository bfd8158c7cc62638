using System.IO.Compression;

namespace KanaPerps.Build.Packaging;

/// <summary>Writes ZIP files whose bytes depend on nothing but names and contents.</summary>
internal static class ReproducibleZip
{
    // The earliest time that the format can say.
    private static readonly DateTimeOffset s_timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // A plain file, read by all and written by its owner, whatever the machine's umask.
    private const int FileAttributes = 0x81A4 << 16;

    /// <summary>Writes one.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="entries">Names with forward slashes, and contents.</param>
    public static void Write(string path, IEnumerable<(string Name, byte[] Content)> entries)
    {
        using FileStream file = File.Create(path);
        using ZipArchive archive = new(file, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = s_timestamp;
            entry.ExternalAttributes = FileAttributes;
            using Stream stream = entry.Open();
            stream.Write(content);
        }
    }

    /// <summary>The files of a folder as entries.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">What to put before their names.</param>
    /// <returns>The entries.</returns>
    public static IEnumerable<(string Name, byte[] Content)> FilesOf(string folder, string prefix = "") =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => (prefix + Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(f)));
}
