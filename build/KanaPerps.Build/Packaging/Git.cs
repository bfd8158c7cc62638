using System.ComponentModel;
using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Packaging;

/// <summary>What the history of the repository says about what is packed.</summary>
internal static class Git
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>The commit that the files of the repository are those of.</summary>
    /// <param name="workspace">The repository.</param>
    /// <returns>Its hash, or null when a file was changed since, or where there is no history or no git.</returns>
    public static string? CommitOf(Workspace workspace) =>
        Ask(workspace, "status", "--porcelain", "--untracked-files=no") is { Length: 0 } ? Ask(workspace, "rev-parse", "HEAD") : null;

    private static string? Ask(Workspace workspace, params string[] arguments)
    {
        try
        {
            ChildResult ended = ChildProcess.RunQuietly("git", arguments, workspace.Root, s_limit);
            return ended.Succeeded ? ended.Output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
