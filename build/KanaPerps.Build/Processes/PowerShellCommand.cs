using System.Diagnostics.CodeAnalysis;

namespace KanaPerps.Build.Processes;

/// <summary>The PowerShell that runs the demo and the tests.</summary>
internal sealed class PowerShellCommand
{
    private static readonly TimeSpan s_restoreLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(1);

    private readonly string _program;
    private readonly string[] _prefix;

    private PowerShellCommand(string program, params string[] prefix)
    {
        _program = program;
        _prefix = prefix;
    }

    /// <summary>Finds it: what KANA_PWSH names, else the tool of .config/dotnet-tools.json, which is restored where it is missing.</summary>
    /// <param name="workspace">The repository.</param>
    /// <param name="command">The PowerShell, or null.</param>
    /// <param name="whyNot">Why there is none, in one line.</param>
    /// <returns>Whether there is one that starts.</returns>
    public static bool TryFind(Workspace workspace, [NotNullWhen(true)] out PowerShellCommand? command, out string whyNot)
    {
        command = Environment.GetEnvironmentVariable("KANA_PWSH") is { Length: > 0 } named
            ? Named(named, out whyNot)
            : Tool(workspace, out whyNot);
        if (command?.Start(workspace) is { Succeeded: false } failed)
        {
            whyNot = $"{command} does not start: {failed.Reason}";
            command = null;
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
        ChildProcess.Run(_program, ArgumentsOf(script, arguments), folder, limit);

    /// <summary>Runs a script in a fresh session without profiles, and captures what it prints.</summary>
    /// <inheritdoc cref="RunScript"/>
    public ChildResult RunScriptQuietly(string script, IEnumerable<string> arguments, string folder, TimeSpan limit) =>
        ChildProcess.RunQuietly(_program, ArgumentsOf(script, arguments), folder, limit);

    public override string ToString() => string.Join(' ', [_program, .. _prefix]);

    private string[] ArgumentsOf(string script, IEnumerable<string> arguments) => [.. _prefix, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments];

    private static PowerShellCommand? Named(string path, out string whyNot)
    {
        whyNot = $"KANA_PWSH names {path}, which does not exist";
        return !File.Exists(path) ? null : path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new(DotnetCommand.Path, path) : new(path);
    }

    private static PowerShellCommand? Tool(Workspace workspace, out string whyNot)
    {
        ChildResult restored = ChildProcess.RunQuietly(DotnetCommand.Path, ["tool", "restore"], workspace.Root, s_restoreLimit);
        whyNot = $"'dotnet tool restore' could not get PowerShell: {restored.Reason}";
        return restored.Succeeded ? new(DotnetCommand.Path, "tool", "run", "pwsh", "--") : null;
    }

    // A tool that is restored by halves is found, and fails only here.
    private ChildResult Start(Workspace workspace) =>
        ChildProcess.RunQuietly(_program, [.. _prefix, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "exit 0"], workspace.Root, s_startLimit);
}
