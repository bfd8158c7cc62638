using System.Collections;
using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>
/// Makes warnings more than text for scripts that collect them: each record in -WarningVariable has a property Notice with the fields.
/// </summary>
internal static class WarningVariable
{
    /// <summary>Adds the notice to the warning that was written last.</summary>
    /// <param name="command">The command that wrote it.</param>
    /// <param name="notice">The notice, or what could not be read of a recording.</param>
    public static void Attach(PSCmdlet command, object notice)
    {
        // A cmdlet can only write a warning's text; the record made of it is the last one in the caller's list.
        if (command.MyInvocation.BoundParameters.TryGetValue("WarningVariable", out object? bound)
            && bound is string name
            && command.SessionState.PSVariable.GetValue(name.TrimStart('+')) is IList { Count: > 0 } records
            && records[^1] is WarningRecord record)
        {
            PSObject.AsPSObject(record).Properties.Add(new PSNoteProperty("Notice", notice));
        }
    }
}
