using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Ends the commands before the last one of a pipeline, which need not be of this module.</summary>
/// <remarks>
/// Only Select-Object can do that, so one is run. The engine then takes no command for the one that asked for it, and completes none: that is why the
/// command that calls has to be the last one, with nothing left to do.
/// </remarks>
internal static class UpstreamStop
{
    /// <summary>Whether a command is the last one of its pipeline.</summary>
    /// <param name="command">The command.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsPossibleFrom(PSCmdlet command) => command.MyInvocation.PipelinePosition == command.MyInvocation.PipelineLength;

    /// <summary>Ends them. Does not return.</summary>
    public static void Run()
    {
        using SteppablePipeline first = ScriptBlock.Create("Microsoft.PowerShell.Utility\\Select-Object -First 1").GetSteppablePipeline();
        first.Begin(expectInput: true);
        first.Process(true);
    }
}
