using System.IO.Compression;

namespace KanaPerps.Recording;

/// <summary>
/// The folder of a recorder: its lock, its description and its files, one of which is open. Used by one thread at a time. What fails leaves it in a
/// state in which the same can be tried again.
/// </summary>
internal sealed class RecordingStore : IDisposable
{
    public const string LockFileName = "recording.lock";

    private static readonly TimeSpan s_retainInterval = TimeSpan.FromMinutes(1);

    private readonly RecorderOptions _options;
    private readonly RecordingPeriods _periods;
    private readonly TimeProvider _time;
    private readonly MemberPacker _packer = new();
    private readonly LastLines _lastLines;
    private readonly RecordingManifest _manifest;
    private FileStream? _lock;
    private DataFiles? _files;
    private DataFile? _file;
    private long _retainedAt;

    /// <summary>Takes a folder and closes what an earlier recorder has left open in it.</summary>
    /// <param name="options">What is recorded, and where to.</param>
    /// <param name="periods">The periods of the files.</param>
    /// <param name="feeds">The names of the feeds.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="KanaException">Another recorder has the folder, or what is in it is another recording.</exception>
    /// <exception cref="IOException">The folder can't be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be used.</exception>
    public RecordingStore(RecorderOptions options, RecordingPeriods periods, IReadOnlyList<string> feeds, TimeProvider time)
    {
        _options = options;
        _periods = periods;
        _time = time;
        _lastLines = new(feeds.Count);
        Directory.CreateDirectory(options.Path);
        _lock = TryLock() ?? throw RecorderErrors.InUse(options.Path);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            RecordingManifest? before = RecordingManifest.Read(options.Path);
            EarlierFeeds = before?.Feeds ?? feeds;
            _manifest = RecorderErrors.ThrowIfOther(before, options).With(new(RecordingTime.Text(now), options.Version, feeds));
            Open(periods.Of(now).Start);
            _manifest.Write(options.Path);
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The latest time that was recorded before, or null.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>The feeds that were recorded before; if that is not known, all.</summary>
    public IReadOnlyList<string> EarlierFeeds { get; }

    /// <summary>How many bytes of no whole member were moved aside when the folder was opened.</summary>
    public long Torn { get; private set; }

    /// <summary>How many data files there are.</summary>
    public int Files { get; private set; }

    /// <summary>How many bytes were written.</summary>
    public long Written { get; private set; }

    /// <summary>Appends lines to the file of their period.</summary>
    /// <param name="chunk">The lines.</param>
    /// <param name="level">How much effort to spend on packing them.</param>
    public void Write(RecordingChunk chunk, CompressionLevel level)
    {
        DataFile file = FileFor(chunk.Period);
        Append(file, _packer.Pack(chunk.Bytes, chunk.FirstAt, chunk.LastAt, chunk.Lines, level));
        _lastLines.Take(chunk);
    }

    /// <summary>Deletes what need not be kept any longer. Looks once a minute, and at once when the files are too large.</summary>
    public void Retain()
    {
        if (_files is not { } files || _file is not { } file || (_options.RetainFor ?? (object?)_options.RetainBytes) is null)
        {
            return;
        }

        if (_retainedAt == 0 || _options.RetainBytes is not null || _time.GetElapsedTime(_retainedAt) >= s_retainInterval)
        {
            _retainedAt = Math.Max(1, _time.GetTimestamp());
            files.Retain(file.Name, _options.RetainFor is { } age ? _time.GetUtcNow().UtcDateTime - age : null, _options.RetainBytes);
            Files = files.Count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _lock?.Dispose();
        (_file, _lock) = (null, null);
    }

    private DataFile FileFor(DateTime period)
    {
        DataFile file = _file ?? Reopen(period);
        if (file.Period == period && !(file.Length >= _options.RotateBytes))
        {
            return file;
        }

        // Further parts belong to the file that they go on from, also where that began within the period, by another -RotateMinutes.
        RecordingFile next = _files!.NextPart(file.Period == period ? file.Name.Start : period);
        return Begin(next, period) ?? throw new IOException($"{next.Name} was written by another program");
    }

    // The folder, or the file that was open, is gone, or was.
    private DataFile Reopen(DateTime period)
    {
        if (!Directory.Exists(_options.Path))
        {
            throw new DirectoryNotFoundException($"The folder {_options.Path} is gone");
        }

        _lock ??= TryLock() ?? throw new IOException($"Another recorder uses {_options.Path}");
        DataFile file = Open(period);
        if (!File.Exists(Path.Combine(_options.Path, RecordingManifest.FileName)))
        {
            _manifest.Write(_options.Path);
        }

        return file;
    }

    private DataFile Open(DateTime period)
    {
        DataFiles files = _files = new DataFiles(_options.Path);
        Close(files.Newest, period);
        RecordingFile? last = files.Last;
        Close(last != files.Newest ? last : null, period);
        DataFile? file = null;
        DateTime start = period;
        if (last is { } name && name.Start >= period && name.Start < _periods.Of(new(period)).End)
        {
            start = name.Start;
            file = Begin(name, period);
        }

        return file ?? Begin(files.NextPart(start), period) ?? throw new IOException($"{files.NextPart(start).Name} was written by another program");
    }

    // Cuts off what is torn, and sees how far the file goes.
    private void Close(RecordingFile? name, DateTime period)
    {
        if (name is { } left && DataFile.TryOpen(_options.Disk, _options.Path, left, period) is { } file)
        {
            LastAt = LastAt > file.LastAt ? LastAt : file.LastAt ?? LastAt;
            Torn += file.Torn;
            file.Dispose();
        }
    }

    private DataFile? Begin(RecordingFile name, DateTime period)
    {
        if (DataFile.TryOpen(_options.Disk, _options.Path, name, period) is not { } file)
        {
            return null;
        }

        _file?.Dispose();
        _file = file;
        _files!.Set(name, file.Length);
        Files = _files.Count;
        _retainedAt = 0;
        if (file.Length == 0 && _lastLines.Pack(_packer, out ReadOnlySpan<byte> repeats))
        {
            Append(file, repeats);
        }

        return file;
    }

    private void Append(DataFile file, ReadOnlySpan<byte> members)
    {
        try
        {
            file.Append(members);
        }
        catch (FileGoneException)
        {
            // The lock may be gone with the folder.
            Dispose();
            throw;
        }

        Written += members.Length;
        _files!.Set(file.Name, file.Length);
    }

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(Path.Combine(_options.Path, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && Directory.Exists(_options.Path))
        {
            return null;
        }
    }
}
