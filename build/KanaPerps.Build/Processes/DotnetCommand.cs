namespace KanaPerps.Build.Processes;

/// <summary>The .NET SDK that runs this program.</summary>
internal static class DotnetCommand
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <summary>Runs a command of the SDK and insists on its success.</summary>
    /// <param name="workspace">The repository.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="arguments">The command.</param>
    /// <exception cref="BuildException">It failed or took too long.</exception>
    public static void Require(Workspace workspace, TimeSpan limit, params string[] arguments)
    {
        ChildResult result = ChildProcess.Run(Path, arguments, workspace.Root, limit);
        if (!result.Succeeded)
        {
            string outcome = result.TimedOut ? FormattableString.Invariant($"did not end within {limit.TotalMinutes:0} minutes and was stopped") : "failed; its output above says why";
            throw new BuildException($"'dotnet {arguments[0]}' {outcome}.");
        }
    }
}
