namespace KanaPerps;

/// <summary>
/// A file that is written under a temporary name beside it, and gets its name when it is whole. So whatever happens, no file of that name is half a file.
/// </summary>
internal sealed class WholeFile : IDisposable
{
    /// <summary>What the temporary file's name ends with.</summary>
    public const string TemporaryExtension = ".partial";

    private readonly string _path;
    private readonly FileStream _stream;
    private bool _isComplete;

    /// <summary>Begins a file. What an earlier run has left of it is replaced.</summary>
    /// <param name="path">Where the file is to be.</param>
    /// <exception cref="IOException">The folder or the file can't be made.</exception>
    public WholeFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _stream = new FileStream(path + TemporaryExtension, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>What to write to.</summary>
    public Stream Stream => _stream;

    /// <summary>Lets those read and write it who may read and write another file, where the system has such rights.</summary>
    /// <param name="path">The other file, which need not exist.</param>
    public void TakeModeOf(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(_stream.SafeFileHandle, File.GetUnixFileMode(path));
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <returns>How many bytes the file has.</returns>
    /// <exception cref="IOException">There is a file of that name, or the disk fails.</exception>
    public long Complete(bool overwrite)
    {
        _stream.Flush(flushToDisk: true);
        long bytes = _stream.Length;
        _stream.Dispose();
        File.Move(_path + TemporaryExtension, _path, overwrite);
        _isComplete = true;
        return bytes;
    }

    /// <summary>Gives a file up that is not complete: nothing of it stays.</summary>
    public void Dispose()
    {
        if (_isComplete)
        {
            return;
        }

        try
        {
            _stream.Dispose();
            File.Delete(_path + TemporaryExtension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk refuses what is buffered, and the drive may be gone. The next run replaces the file.
        }
    }
}
