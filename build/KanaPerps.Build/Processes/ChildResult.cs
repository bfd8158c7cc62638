namespace KanaPerps.Build.Processes;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="TimedOut">Whether it took too long and was killed.</param>
/// <param name="Output">What it wrote, where that was captured.</param>
internal readonly record struct ChildResult(int ExitCode, bool TimedOut, string Output = "")
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>Why it failed, in one line: its first line that says "error", else its last line, else its exit code.</summary>
    public string Reason
    {
        get
        {
            string[] lines = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string? line = lines.FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault();
            return TimedOut ? "it did not end in time" : line?.TrimEnd('.') ?? FormattableString.Invariant($"exit code {ExitCode}");
        }
    }
}
