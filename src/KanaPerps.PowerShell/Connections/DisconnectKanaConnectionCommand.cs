using System.Management.Automation;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Closes connections. Commands that use them are told and end.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "KanaConnection", DefaultParameterSetName = ById)]
public sealed class DisconnectKanaConnectionCommand : ModuleCommand
{
    private const string ById = "Id";
    private const string Every = "All";

    /// <summary>The ids of the connections, as Get-KanaConnection gives them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ById, HelpMessage = "The ids of the connections, as Get-KanaConnection lists them.")]
    [ArgumentCompleter(typeof(ConnectionIdCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>Closes all connections of the process.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Every, HelpMessage = "Closes all connections of the process.")]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ConnectionManager connections = KanaSession.Connections;
        int[] wanted = All ? [.. connections.GetConnections().Select(c => c.Id)] : Id;
        (int Id, Task<bool> Closed)[] closing = [.. wanted.Select(id => (id, connections.DisconnectAsync(id)))];
        foreach ((int id, Task<bool> closed) in closing)
        {
            // Closing is bounded by the client's close timeout, so this wait needs no way out. With -All, gone is gone.
            if (!closed.GetAwaiter().GetResult() && !All)
            {
                WriteError(ErrorRecords.NoConnection(id));
            }
        }
    }
}
