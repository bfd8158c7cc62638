using System.Security;

namespace KanaPerps.Recording;

/// <summary>A recording on the disk: its data files in order, and what lies beside them.</summary>
internal sealed class RecordingFolder
{
    /// <summary>The file that a recorder keeps open.</summary>
    public const string LockFileName = "recording.lock";

    private readonly IReadOnlyList<FileInfo> _others;

    private RecordingFolder(string path, RecordingDescription description, IReadOnlyList<(RecordingFile Name, long Length)> files, IReadOnlyList<FileInfo> others)
    {
        Path = path;
        Description = description;
        Files = files;
        _others = others;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the recording says of itself.</summary>
    public RecordingDescription Description { get; }

    /// <summary>The data files in their order, with their lengths.</summary>
    public IReadOnlyList<(RecordingFile Name, long Length)> Files { get; }

    /// <summary>Opens a recording. It may take long, and for ever on a drive that hangs.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="KanaException">Nothing is there, it can't be read, or a later version wrote it.</exception>
    public static RecordingFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw RecordingErrors.NotFound(path, File.Exists(path) ? "is a file and not the folder of a recording" : "does not exist");
        }

        try
        {
            List<(RecordingFile Name, long Length)> files = [];
            List<FileInfo> others = [];
            foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                if (RecordingFile.TryParse(file.Name, out RecordingFile name))
                {
                    files.Add((name, file.Length));
                }
                else if (file.Name.Contains(".jsonl", StringComparison.OrdinalIgnoreCase))
                {
                    others.Add(file);
                }
            }

            files.Sort((a, b) => a.Name.CompareTo(b.Name));
            RecordingDescription description = RecordingDescription.Read(path);
            return files.Count == 0 && others.Count == 0 && !File.Exists(System.IO.Path.Combine(path, RecordingDescription.FileName))
                ? throw RecordingErrors.NotFound(path, "has no files of a recording")
                : new(path, description, files, others);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw RecordingErrors.Unreadable(path, e);
        }
    }

    /// <summary>The files in which there may be something of a time.</summary>
    /// <param name="options">The time.</param>
    /// <returns>The files in their order.</returns>
    public IReadOnlyList<(RecordingFile Name, long Length)> FilesOf(ReadOptions options)
    {
        // No file has a line that came after its period, so the last one that begins before the time, with all of its parts, is enough.
        DateTime first = options.From is { } from ? Files.LastOrDefault(f => f.Name.Start <= from.UtcDateTime).Name.Start : DateTime.MinValue;
        return [.. Files.Where(f => f.Name.Start >= first && !(options.To is { } to && f.Name.Start > to.UtcDateTime))];
    }

    /// <summary>Finds the files that hold data, or look as if, and are not read.</summary>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<RecordingDamage> FindOthers(CancellationToken cancellation) => [.. _others.Select(f => OtherOf(f, cancellation))];

    /// <summary>Reads the blocks of the recording, one after the other. Each has to be disposed.</summary>
    /// <param name="options">What to read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The blocks.</returns>
    public IEnumerable<RecordingBlock> Read(ReadOptions options, CancellationToken cancellation)
    {
        long done = 0;
        IReadOnlyList<(RecordingFile Name, long Length)> files = FilesOf(options);
        for (int i = 0; i < files.Count; i++)
        {
            (RecordingFile name, long length) = files[i];
            if (i > 0 && files[i - 1].Length == length && IsCopy(files[i - 1].Name.Name, name.Name, cancellation))
            {
                yield return RecordingBlock.Of(name, CopyOf(files[i - 1].Name.Name, name.Name));
            }
            else
            {
                foreach (RecordingBlock block in ReadFile(name, isLast: name == Files[^1].Name, options, done, cancellation))
                {
                    yield return block;
                }
            }

            done += length;
        }
    }

    private RecordingDamage OtherOf(FileInfo file, CancellationToken cancellation)
    {
        if (file.Name.EndsWith(RecordingFile.TornExtension, StringComparison.OrdinalIgnoreCase))
        {
            return Other(file.Name, "a recorder moved these bytes aside because they were not whole") with { Kind = RecordingDamageKind.MovedAside, Bytes = file.Length };
        }

        return Files.Where(f => f.Length == file.Length && IsCopy(f.Name.Name, file.Name, cancellation)).Select(f => f.Name.Name).FirstOrDefault() is { } original
            ? CopyOf(original, file.Name)
            : Other(file.Name, "the file was not read, because its name is not one of a recording") with { Bytes = file.Length };
    }

    private static RecordingDamage CopyOf(string original, string copy) => Other(copy, $"the file is a copy of {original}, and was not read again") with { IsLoss = false };

    private static RecordingDamage Other(string file, string reason) => new() { File = file, Kind = RecordingDamageKind.OtherFile, Reason = reason };

    private static RecordingBlock Unreadable(RecordingFile name, Exception e) =>
        RecordingBlock.Of(name, new RecordingDamage { File = name.Name, Kind = RecordingDamageKind.UnreadableFile, Reason = $"the file can't be read ({e.Message.TrimEnd('.')})" });

    private IEnumerable<RecordingBlock> ReadFile(RecordingFile name, bool isLast, ReadOptions options, long done, CancellationToken cancellation)
    {
        DataFileReader? reader = null;
        RecordingBlock? failure = null;
        try
        {
            try
            {
                reader = new(name, OpenFile(name.Name), options, () => isLast && IsRecorded(), cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
            {
                failure = Unreadable(name, e);
            }

            while (failure is null)
            {
                RecordingBlock? block = null;
                try
                {
                    block = reader!.Next();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    failure = Unreadable(name, e);
                }

                if (block is null)
                {
                    break;
                }

                block.Progress = done + reader!.Position;
                yield return block;
            }
        }
        finally
        {
            reader?.Dispose();
        }

        if (failure is not null)
        {
            yield return failure;
        }
    }

    // A recorder may be writing, and deletes old files.
    private FileStream OpenFile(string name)
    {
        FileStream file = new(System.IO.Path.Combine(Path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (!file.CanSeek)
        {
            file.Dispose();
            throw new IOException("It is not a regular file");
        }

        return file;
    }

    // Whether a recorder has the folder: then the end of its last file may be about to be completed.
    private bool IsRecorded()
    {
        try
        {
            using FileStream file = new(System.IO.Path.Combine(Path, LockFileName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private bool IsCopy(string first, string second, CancellationToken cancellation)
    {
        try
        {
            using FileStream a = OpenFile(first);
            using FileStream b = OpenFile(second);
            byte[] left = new byte[1 << 16];
            byte[] right = new byte[left.Length];
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = a.ReadAtLeast(left, left.Length, throwOnEndOfStream: false);
                if (count != b.ReadAtLeast(right, right.Length, throwOnEndOfStream: false) || !left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count)))
                {
                    return false;
                }

                if (count < left.Length)
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
