using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Shows how the connections of this process stand, those that linger after their last command included.</summary>
[Cmdlet(VerbsCommon.Get, "KanaConnection")]
[OutputType(typeof(ConnectionStatus))]
public sealed class GetKanaConnectionCommand : ModuleCommand
{
    /// <summary>The ids of the connections to show; all by default.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the connections to show; all by default.")]
    [ArgumentCompleter(typeof(ConnectionIdCompleter))]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<ConnectionStatus> connections = KanaSession.Connections.GetConnections();
        if (Id is null)
        {
            WriteObject(connections, enumerateCollection: true);
            return;
        }

        foreach (int id in Id)
        {
            if (connections.FirstOrDefault(c => c.Id == id) is { } connection)
            {
                WriteObject(connection);
            }
            else
            {
                WriteError(ErrorRecords.NoConnection(id));
            }
        }
    }
}
