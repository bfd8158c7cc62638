using System.Collections;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What a session has set as defaults: completion should offer what the command would find there.</summary>
internal static class DefaultParameters
{
    // Completion is not told of them, and nothing but the session's own variable tells.
    private static readonly ScriptBlock s_defaults = ScriptBlock.Create("$PSDefaultParameterValues");
    private static readonly string[] s_deciding = ["Network", "Endpoint"];

    /// <summary>Adds where a command would look, if the line itself does not say it.</summary>
    /// <param name="bound">The parameters on the line.</param>
    /// <param name="command">The command.</param>
    /// <returns>Those and the defaults.</returns>
    public static IDictionary Complete(IDictionary bound, string command)
    {
        if (s_deciding.Any(bound.Contains) || PSObject.AsPSObject(s_defaults.InvokeReturnAsIs()).BaseObject is not IDictionary defaults)
        {
            return bound;
        }

        Hashtable all = new(bound);
        foreach (DictionaryEntry entry in defaults)
        {
            string[] parts = $"{entry.Key}".Split(':', 2);
            if (parts.Length == 2 && entry.Value is not ScriptBlock && Matches(parts[0], command) && Array.Find(s_deciding, p => Matches(parts[1], p)) is { } parameter)
            {
                all[parameter] = entry.Value;
            }
        }

        return all;
    }

    private static bool Matches(string pattern, string name) => new WildcardPattern(pattern.Trim(), WildcardOptions.IgnoreCase).IsMatch(name);
}
