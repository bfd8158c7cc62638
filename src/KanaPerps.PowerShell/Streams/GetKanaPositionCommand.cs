using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current positions of profiles, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaPosition", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Position))]
public sealed class GetKanaPositionCommand : AddressGetCommand<Position>
{
    /// <summary>Makes the command.</summary>
    public GetKanaPositionCommand()
        : base(KanaTopics.Positions)
    {
    }
}
