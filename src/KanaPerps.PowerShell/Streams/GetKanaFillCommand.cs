using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current fills of profiles, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaFill", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Fill))]
public sealed class GetKanaFillCommand : AddressGetCommand<Fill>
{
    /// <summary>Makes the command.</summary>
    public GetKanaFillCommand()
        : base(KanaTopics.Fills)
    {
    }
}
