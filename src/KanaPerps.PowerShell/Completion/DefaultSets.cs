using System.Management.Automation;
using System.Reflection;

namespace KanaPerps.PowerShell;

/// <summary>The parameter sets that the commands take by default: at a position that several parameters share, completion asks for those of the default set.</summary>
internal static class DefaultSets
{
    private static readonly Lazy<Dictionary<string, string>> s_sets = new(() => typeof(DefaultSets).Assembly.GetExportedTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>())
        .OfType<CmdletAttribute>()
        .ToDictionary(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}", cmdlet => cmdlet.DefaultParameterSetName, StringComparer.OrdinalIgnoreCase));

    /// <summary>The default set of a command.</summary>
    /// <param name="command">Its name.</param>
    /// <returns>The set, or null for an unknown command.</returns>
    public static string? Of(string command) => s_sets.Value.GetValueOrDefault(command);
}
