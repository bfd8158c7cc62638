using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace KanaPerps.Recording;

/// <summary>Finds where the last whole member of a data file ends: what a killed process or a full disk leaves behind it is torn.</summary>
internal sealed class MemberWalk
{
    private const int WindowSize = 256 * 1024;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private long _lastStart;
    private MemberHeader? _last;

    private MemberWalk(SafeFileHandle file)
    {
        _file = file;
        _length = RandomAccess.GetLength(file);
    }

    /// <summary>Where the last whole member ends.</summary>
    public long End { get; private set; }

    /// <summary>The latest time in the last whole member, or null when there is none.</summary>
    public DateTimeOffset? LastAt => _last is { } last && last.LastAt >= 0 && last.LastAt <= DateTime.MaxValue.Ticks ? new(last.LastAt, TimeSpan.Zero) : null;

    /// <summary>Whether the file has members that another program has written: it is no file to append to.</summary>
    public bool IsForeign { get; private set; }

    /// <summary>Goes through a file by the headers of its members. Only the last member is unpacked.</summary>
    /// <param name="file">The file.</param>
    /// <returns>What was found.</returns>
    public static MemberWalk Of(SafeFileHandle file)
    {
        MemberWalk walk = new(file);
        walk.Walk();
        return walk;
    }

    private void Walk()
    {
        Span<byte> head = stackalloc byte[MemberHeader.Size];
        (long Start, MemberHeader Header)? previous = null;
        long at = 0;
        while (at < _length)
        {
            int read = RandomAccess.Read(_file, head, at);
            if (MemberHeader.TryRead(head[..read], out MemberHeader header) && at + header.Length <= _length)
            {
                previous = _last is { } last ? (_lastStart, last) : null;
                (_last, _lastStart) = (header, at);
                at += header.Length;
                End = at;
            }
            else if (read == head.Length && head[0] == 0x1f && head[1] == 0x8b && MemberHeader.VersionOf(head) is not MemberHeader.CurrentVersion)
            {
                IsForeign = true;
                return;
            }
            else if (Next(at + 1) is { } next)
            {
                at = next;
            }
            else
            {
                break;
            }
        }

        if (_last is { } end && !IsWhole(_lastStart, end))
        {
            // What a power failure leaves may have the length of a member, and not its bytes.
            (_last, _lastStart) = (previous?.Header, previous?.Start ?? 0);
            End = previous is { } before ? before.Start + before.Header.Length : 0;
        }
    }

    // Where the next whole member may begin, or null.
    private long? Next(long from)
    {
        byte[] window = new byte[WindowSize];
        for (long start = from; start < _length; start += WindowSize - MemberHeader.Size + 1)
        {
            int read = RandomAccess.Read(_file, window, start);
            for (int i = 0; i <= read - MemberHeader.Size; i++)
            {
                int found = window.AsSpan(i, read - MemberHeader.Size + 1 - i).IndexOf((byte)0x1f);
                if (found < 0)
                {
                    break;
                }

                i += found;
                if (MemberHeader.TryRead(window.AsSpan(i, read - i), out MemberHeader header) && start + i + header.Length <= _length)
                {
                    return start + i;
                }
            }
        }

        return null;
    }

    private bool IsWhole(long start, MemberHeader header)
    {
        byte[] member = new byte[header.Length];
        if (RandomAccess.Read(_file, member, start) != member.Length)
        {
            return false;
        }

        byte[]? lines = MemberInflater.Inflate(member, out _, out _);
        if (lines is null)
        {
            return false;
        }

        ArrayPool<byte>.Shared.Return(lines);
        return true;
    }
}
