using KanaPerps.Recording;
using KanaPerps.Testing;
using Microsoft.Win32.SafeHandles;

namespace KanaPerps.Client.Tests;

/// <summary>A disk that has no room, or hangs, for as long as a test wants it to.</summary>
internal sealed class FaultyDisk : RecordingDisk, IDisposable
{
    private readonly ManualResetEventSlim _answers = new(initialState: true);
    private int _refusals;
    private volatile bool _waiting;

    /// <summary>How many bytes of a write it takes before it is full; null when it has room.</summary>
    public int? Room { get; set; }

    /// <summary>Whether files can't be opened.</summary>
    public bool IsDenied { get; set; }

    /// <summary>How often it has refused.</summary>
    public int Refusals => _refusals;

    public void Hang() => _answers.Reset();

    /// <summary>Waits until something waits for the disk.</summary>
    public Task HangingAsync() => Eventually.HoldsAsync(() => _waiting);

    public void Answer() => _answers.Set();

    public override SafeFileHandle Open(string path) => IsDenied ? throw Refuse(new UnauthorizedAccessException("Access is denied")) : base.Open(path);

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
    {
        _waiting = true;
        _answers.Wait();
        _waiting = false;
        if (Room is { } room)
        {
            base.Write(file, bytes[..Math.Min(room, bytes.Length)], at);
            throw Refuse(new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28));
        }

        base.Write(file, bytes, at);
    }

    public void Dispose() => _answers.Dispose();

    private Exception Refuse(Exception e)
    {
        Interlocked.Increment(ref _refusals);
        return e;
    }
}
