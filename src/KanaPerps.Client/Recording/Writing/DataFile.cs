using Microsoft.Win32.SafeHandles;

namespace KanaPerps.Recording;

/// <summary>The data file that a recorder writes to.</summary>
internal sealed class DataFile : IDisposable
{
    private readonly RecordingDisk _disk;
    private readonly SafeFileHandle _handle;

    private DataFile(RecordingDisk disk, SafeFileHandle handle, string path, RecordingFile name, DateTime period)
    {
        _disk = disk;
        _handle = handle;
        Path = path;
        Name = name;
        Period = period;
    }

    public string Path { get; }

    public RecordingFile Name { get; }

    /// <summary>When the period begins whose lines it takes.</summary>
    public DateTime Period { get; }

    /// <summary>How long it is: whole members alone.</summary>
    public long Length { get; private set; }

    /// <summary>The latest time that is in it from before, or null.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>How many bytes behind the last whole member were moved to a file beside it when it was opened.</summary>
    public long Torn { get; private set; }

    /// <summary>Opens a file. What is torn at its end is moved away.</summary>
    /// <param name="disk">Opens and writes.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file.</param>
    /// <param name="period">When the period begins whose lines it is to take.</param>
    /// <returns>The file, or null when another program has written to it.</returns>
    public static DataFile? TryOpen(RecordingDisk disk, string folder, RecordingFile name, DateTime period)
    {
        string path = System.IO.Path.Combine(folder, name.Name);
        SafeFileHandle handle = disk.Open(path);
        try
        {
            MemberWalk walk = MemberWalk.Of(handle);
            if (walk.IsForeign)
            {
                handle.Dispose();
                return null;
            }

            DataFile file = new(disk, handle, path, name, period) { LastAt = walk.LastAt };
            file.CutOff(walk.End);
            return file;
        }
        catch (Exception)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Appends members, or nothing.</summary>
    /// <param name="members">The bytes.</param>
    /// <exception cref="IOException">The disk is full, or the file is gone.</exception>
    public void Append(ReadOnlySpan<byte> members)
    {
        // Behind the end of a file that was cut, the bytes would have a hole before them.
        ThrowIfNot(Length);
        try
        {
            _disk.Write(_handle, members, Length);
        }
        catch (Exception)
        {
            // A part of it may be there. If that can't be cut off now, it is written over the next time.
            TryCutOff();
            throw;
        }

        // A file that was deleted takes bytes as before, and they are gone when it is closed.
        ThrowIfNot(Length + members.Length);
        Length += members.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    // First copied, then cut off: a process that is killed between the two leaves the bytes twice.
    private void CutOff(long end)
    {
        Torn = RandomAccess.GetLength(_handle) - end;
        Length = end;
        if (Torn == 0)
        {
            return;
        }

        using (FileStream torn = new(Path + RecordingFile.TornExtension, FileMode.Append, FileAccess.Write))
        {
            byte[] block = new byte[64 * 1024];
            long at = end;
            while (RandomAccess.Read(_handle, block, at) is > 0 and int read)
            {
                torn.Write(block, 0, read);
                at += read;
            }

            torn.Flush(flushToDisk: true);
        }

        RandomAccess.SetLength(_handle, end);
    }

    private void ThrowIfNot(long length)
    {
        FileInfo onDisk = new(Path);
        if (!onDisk.Exists || onDisk.Length != length)
        {
            throw new FileGoneException($"{Path} was deleted or changed by another program");
        }
    }

    private void TryCutOff()
    {
        try
        {
            RandomAccess.SetLength(_handle, Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
