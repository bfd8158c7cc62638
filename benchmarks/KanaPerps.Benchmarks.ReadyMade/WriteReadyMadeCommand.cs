using System.Management.Automation;

namespace KanaPerps.Benchmarks;

/// <summary>Writes objects that are there already: the most that a cmdlet can do.</summary>
[Cmdlet(VerbsCommunications.Write, "ReadyMade")]
public sealed class WriteReadyMadeCommand : PSCmdlet
{
    /// <summary>The objects, to be written in turn.</summary>
    [Parameter(Mandatory = true)]
    public object[] InputObject { get; set; } = [];

    /// <summary>How many to write.</summary>
    [Parameter(Mandatory = true)]
    public long Count { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // As a cmdlet gets them from a feed: without the wrapping of an earlier pipeline.
        object[] items = [.. InputObject.Select(i => i is PSObject wrapped ? wrapped.BaseObject : i)];
        for (long i = 0; i < Count; i++)
        {
            WriteObject(items[i % items.Length]);
        }
    }
}
