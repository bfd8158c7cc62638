using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that take bridges of this process.</summary>
public abstract class BridgeCommand : BackgroundCommand
{
    private protected BridgeCommand()
    {
    }

    /// <summary>The ids of the bridges, as Get-KanaBridge gives them; all by default.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the bridges, as Get-KanaBridge lists them; all by default.")]
    [ArgumentCompleter(typeof(BridgeIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>The bridges that are named, with an error for each that does not exist.</summary>
    private protected IReadOnlyList<KanaBridgeInfo> Named() => Named(BridgeHost.All, Id, KanaErrors.BridgeNotFound, "bridge");
}
