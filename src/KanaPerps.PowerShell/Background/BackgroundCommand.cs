using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that take what runs in the background of this process, by its ids.</summary>
public abstract class BackgroundCommand : ModuleCommand
{
    private protected BackgroundCommand()
    {
    }

    /// <summary>Those that are named by their ids, with an error for each that does not exist; all where none is named.</summary>
    private protected IReadOnlyList<T> Named<T>(IReadOnlyList<T> all, int[]? ids, KanaErrorInfo unknown, string noun)
        where T : class, IBackgroundRun
    {
        if (ids is null)
        {
            return all;
        }

        foreach (int id in ids.Where(id => all.All(r => r.Id != id)))
        {
            WriteError(ErrorRecords.Of(unknown, id, FormattableString.Invariant($"No {noun} of this process has the id {id}."), unknown.Remedy));
        }

        return [.. all.Where(r => ids.Contains(r.Id))];
    }
}
