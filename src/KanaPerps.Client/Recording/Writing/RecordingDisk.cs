using Microsoft.Win32.SafeHandles;

namespace KanaPerps.Recording;

/// <summary>How a recorder writes: tests put a disk that is full in its place.</summary>
internal class RecordingDisk
{
    /// <summary>Opens a file to write to; it is made when it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file.</returns>
    public virtual SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Writes bytes with one call.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="at">Where.</param>
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(file, bytes, at);
}
