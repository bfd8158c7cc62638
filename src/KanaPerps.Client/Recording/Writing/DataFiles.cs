namespace KanaPerps.Recording;

/// <summary>The data files in the folder of a recorder, with their sizes, in their order.</summary>
internal sealed class DataFiles
{
    private readonly string _folder;
    private readonly SortedDictionary<RecordingFile, long> _sizes = [];

    /// <summary>Looks into a folder.</summary>
    /// <param name="folder">The folder.</param>
    public DataFiles(string folder)
    {
        _folder = folder;
        DateTime newest = DateTime.MinValue;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (RecordingFile.TryParse(file.Name, out RecordingFile name))
            {
                _sizes[name] = file.Length;
                (Newest, newest) = file.LastWriteTimeUtc >= newest ? (name, file.LastWriteTimeUtc) : (Newest, newest);
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _sizes.Count;

    /// <summary>The last one in their order, or null.</summary>
    public RecordingFile? Last => _sizes.Count == 0 ? null : _sizes.Keys.Last();

    /// <summary>The one that was written to last, or null.</summary>
    public RecordingFile? Newest { get; }

    /// <summary>Records how large a file is.</summary>
    public void Set(RecordingFile file, long size) => _sizes[file] = size;

    /// <summary>A name that is free.</summary>
    /// <param name="start">When its period begins.</param>
    /// <returns>The next part.</returns>
    public RecordingFile NextPart(DateTime start) => new(start, 1 + _sizes.Keys.Where(f => f.Start == start).Select(f => f.Part).DefaultIfEmpty(0).Max());

    /// <summary>Deletes files whose data is all too old, and the oldest while all are too large together. One that can't be deleted now is tried again the next time.</summary>
    /// <param name="open">The file that is written to, which stays.</param>
    /// <param name="oldest">How old data may be, or null.</param>
    /// <param name="bytes">How large all files may be together, or null.</param>
    public void Retain(RecordingFile open, DateTime? oldest, long? bytes)
    {
        long total = _sizes.Values.Sum();
        foreach ((RecordingFile file, long size) in _sizes.ToArray())
        {
            // A file ends where the next one begins, and at midnight at the latest: after a pause the next one may begin days later.
            DateTime? next = _sizes.Keys.Where(f => f.Start > file.Start).Select(f => (DateTime?)f.Start).FirstOrDefault();
            bool isOld = next <= oldest || file.Start.Date < oldest?.Date;
            if (file != open && (isOld || total > bytes) && TryDelete(file))
            {
                total -= size;
                _sizes.Remove(file);
            }
        }
    }

    private bool TryDelete(RecordingFile file)
    {
        try
        {
            File.Delete(Path.Combine(_folder, file.Name));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
