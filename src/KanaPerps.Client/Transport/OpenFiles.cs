using System.Globalization;
using System.Net.Sockets;

namespace KanaPerps.Transport;

/// <summary>
/// The limit of open files. The runtime opens files itself, to load an assembly or to start a thread, and ends the process when it can't:
/// so the last of them are left to it.
/// </summary>
internal static class OpenFiles
{
    /// <summary>How many files are left to the runtime and to the rest of the process.</summary>
    public const int Reserve = 48;

    private const string Limits = "/proc/self/limits";
    private const string LimitOfFiles = "Max open files";

    /// <summary>Sees to it that a new socket is not among the last files that the process may open.</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="BlockedDialException">It is.</exception>
    public static void RequireRoomBeside(Socket socket)
    {
        // The system gives the lowest number that is free, so the number says how many are taken.
        if (OperatingSystem.IsLinux() && socket.SafeHandle.DangerousGetHandle() >= Limit() - Reserve)
        {
            throw TooMany();
        }
    }

    /// <summary>What to tell when no more files may be opened.</summary>
    public static BlockedDialException TooMany() => new(
        KanaErrorKind.TooManyOpenFiles,
        "this process has reached its limit of open files and connections",
        "Raise the limit with 'ulimit -n' before PowerShell starts, or watch less in one process");

    /// <summary>The limit in a text as Linux gives it.</summary>
    /// <param name="limits">The lines of /proc/self/limits.</param>
    /// <returns>The soft limit, or the largest number when there is none.</returns>
    internal static long LimitIn(IEnumerable<string> limits) =>
        limits.FirstOrDefault(l => l.StartsWith(LimitOfFiles, StringComparison.Ordinal)) is { } line
        && long.TryParse(line.AsSpan(LimitOfFiles.Length).TrimStart().ToString().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long limit)
            ? limit
            : long.MaxValue;

    private static long Limit()
    {
        try
        {
            return LimitIn(File.ReadLines(Limits));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }
}
