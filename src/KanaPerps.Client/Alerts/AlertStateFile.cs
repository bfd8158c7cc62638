using System.Text.Json;

namespace KanaPerps.Alerts;

/// <summary>
/// The state of an <see cref="AlertTracker"/> in a file, from one run of a job to the next. A crash leaves the state from before the last change or from
/// after it. A lock beside it, which the system gives back when the process ends, keeps a second job away.
/// </summary>
internal sealed class AlertStateFile : IDisposable
{
    /// <summary>What the name of the lock ends with. It stays, since deleting it would let two jobs lock two files.</summary>
    public const string LockExtension = ".lock";

    private readonly string _path;
    private readonly FileStream _lock;

    private AlertStateFile(string path, FileStream @lock)
    {
        _path = path;
        _lock = @lock;
    }

    /// <summary>Locks a file, and reads what it has.</summary>
    /// <param name="path">The file, which need not exist. Its folder has to.</param>
    /// <param name="rule">The rule that its state should belong to.</param>
    /// <param name="tracker">What follows keys from there on.</param>
    /// <returns>The file, which is locked until it is disposed of.</returns>
    /// <exception cref="KanaException">It is in use, can't be written or read, is damaged, or belongs to another rule. It stays as it is.</exception>
    public static AlertStateFile Open(string path, AlertRule rule, out AlertTracker tracker)
    {
        // Two names of one file have one lock, and the link stays a link.
        path = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        AlertStateFile file = new(path, Lock(path));
        try
        {
            tracker = new(rule, file.Read(rule));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the file by one with the state at this moment. It is on the disk when this returns.</summary>
    /// <param name="tracker">The state.</param>
    /// <exception cref="KanaException">It can't be written. What it had stays.</exception>
    public void Save(AlertTracker tracker)
    {
        try
        {
            using WholeFile file = new(_path);
            file.TakeModeOf(_path);
            file.Stream.Write(AlertStateJson.Write(tracker));
            file.Complete(overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFileErrors.Unwritable(_path, e);
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + LockExtension, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or PathTooLongException || !File.Exists(path + LockExtension))
        {
            throw StateFileErrors.Unwritable(path, e);
        }
        catch (IOException)
        {
            throw StateFileErrors.InUse(path);
        }
    }

    private Dictionary<string, AlertKeyState>? Read(AlertRule rule)
    {
        byte[] text;
        try
        {
            // A file may be replaced although it is read-only: what counts for that is its folder. Its owner means that it stays.
            if (File.Exists(_path) && File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly))
            {
                throw new UnauthorizedAccessException("the file is read-only");
            }

            text = File.ReadAllBytes(_path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFileErrors.Unwritable(_path, e);
        }

        try
        {
            return AlertStateJson.Read(text, rule, out Dictionary<string, AlertKeyState>? keys) ? keys : throw StateFileErrors.OtherRule(_path);
        }
        catch (JsonException e)
        {
            throw StateFileErrors.Damaged(_path, e);
        }
    }
}
