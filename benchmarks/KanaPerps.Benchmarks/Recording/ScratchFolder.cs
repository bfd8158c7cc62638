using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>A temporary folder, which is gone afterwards with all that is in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("kana-bench-").FullName;
    private int _last;

    /// <summary>A path in it that is not used yet.</summary>
    public string New() => Path.Combine(_path, (++_last).ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_path, recursive: true);
}
