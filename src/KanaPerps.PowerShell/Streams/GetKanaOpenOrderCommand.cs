using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current resting orders of profiles, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaOpenOrder", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(OpenOrder))]
public sealed class GetKanaOpenOrderCommand : AddressGetCommand<OpenOrder>
{
    /// <summary>Makes the command.</summary>
    public GetKanaOpenOrderCommand()
        : base(KanaTopics.OpenOrders)
    {
    }
}
