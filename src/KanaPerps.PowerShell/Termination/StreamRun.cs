using System.Management.Automation.Runspaces;

namespace KanaPerps.PowerShell;

/// <summary>A stream that runs, which <see cref="TerminationSignals"/> may have to end.</summary>
internal sealed class StreamRun
{
    public StreamRun(CancellationToken ending)
    {
        Ending = ending;
    }

    /// <summary>Cancelled when the process is to end: the stream then ends as if its last object had come.</summary>
    public CancellationToken Ending { get; }

    /// <summary>The runspace in which the stream runs.</summary>
    public Runspace? Runspace { get; } = Runspace.DefaultRunspace;
}
