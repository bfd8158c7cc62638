namespace KanaPerps.Build.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="TimedOut">Whether it took too long and was killed.</param>
internal readonly record struct ChildResult(int ExitCode, bool TimedOut)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
