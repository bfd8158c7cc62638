namespace KanaPerps.Recording;

/// <summary>From when to when a recording is, by the headers of its first and its last members: nothing is unpacked.</summary>
internal static class RecordingSpan
{
    /// <summary>Looks at the first and the last file.</summary>
    /// <param name="folder">The recording.</param>
    /// <returns>The times in UTC, each null where no header tells it.</returns>
    public static (DateTimeOffset? First, DateTimeOffset? Last) Of(RecordingFolder folder)
    {
        if (folder.Files.Count == 0)
        {
            return default;
        }

        (long first, _) = Walk(Path.Combine(folder.Path, folder.Files[0].Name.Name), isFirstEnough: true);
        (_, long last) = Walk(Path.Combine(folder.Path, folder.Files[^1].Name.Name), isFirstEnough: false);
        return (TimeOf(first), TimeOf(last));
    }

    private static DateTimeOffset? TimeOf(long ticks) => ticks > 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static (long First, long Last) Walk(string path, bool isFirstEnough)
    {
        (long first, long last) = (0, 0);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] head = new byte[MemberHeader.Size];
            while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && MemberHeader.TryRead(head, out MemberHeader header))
            {
                first = first == 0 ? header.FirstAt : first;
                last = header.LastAt;
                if (isFirstEnough)
                {
                    break;
                }

                file.Seek(header.Length - MemberHeader.Size, SeekOrigin.Current);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The reader tells what is wrong with the file, in its place.
        }

        return (first, last);
    }
}
