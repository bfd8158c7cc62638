using System.Diagnostics.CodeAnalysis;

namespace KanaPerps.Build.Processes;

/// <summary>The PowerShell of this machine.</summary>
internal sealed class PowerShellCommand
{
    private static readonly TimeSpan s_restoreLimit = TimeSpan.FromMinutes(3);

    private readonly string _program;
    private readonly string[] _prefix;

    private PowerShellCommand(string program, params string[] prefix)
    {
        _program = program;
        _prefix = prefix;
    }

    /// <summary>Finds it: what KANA_PWSH names, else pwsh on the path, else the tool of .config/dotnet-tools.json.</summary>
    /// <param name="workspace">The repository.</param>
    /// <param name="command">The PowerShell, or null.</param>
    /// <param name="whyNot">Why there is none, in words.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(Workspace workspace, [NotNullWhen(true)] out PowerShellCommand? command, out string whyNot)
    {
        command = null;
        if (Environment.GetEnvironmentVariable("KANA_PWSH") is { Length: > 0 } named)
        {
            whyNot = $"KANA_PWSH names {named}, which is not there";
            command = File.Exists(named) ? new PowerShellCommand(named) : null;
        }
        else if (FindOnPath() is { } found)
        {
            whyNot = "";
            command = new PowerShellCommand(found);
        }
        else
        {
            whyNot = "KANA_PWSH is not set, pwsh is not on the path, and 'dotnet tool restore' could not get it";
            command = ChildProcess.RunQuietly(DotnetCommand.Path, ["tool", "restore"], workspace.Root, s_restoreLimit).Succeeded
                ? new PowerShellCommand(DotnetCommand.Path, "tool", "run", "pwsh", "--")
                : null;
        }

        return command is not null;
    }

    /// <summary>Runs a script in a fresh session without profiles.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The current directory.</param>
    /// <param name="limit">How long it may take.</param>
    /// <returns>How it ended.</returns>
    public ChildResult RunScript(string script, IEnumerable<string> arguments, string folder, TimeSpan limit) =>
        ChildProcess.Run(_program, [.. _prefix, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments], folder, limit);

    private static string? FindOnPath()
    {
        string name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
    }
}
