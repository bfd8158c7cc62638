using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current orders with their statuses of profiles, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaOrderHistory", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(OrderRecord))]
public sealed class GetKanaOrderHistoryCommand : AddressGetCommand<OrderRecord>
{
    /// <summary>Makes the command.</summary>
    public GetKanaOrderHistoryCommand()
        : base(KanaTopics.OrderHistory)
    {
    }
}
