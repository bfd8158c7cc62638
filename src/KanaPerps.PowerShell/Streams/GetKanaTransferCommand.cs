using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current deposits and withdrawals of profiles, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaTransfer", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Transfer))]
public sealed class GetKanaTransferCommand : AddressGetCommand<Transfer>
{
    /// <summary>Makes the command.</summary>
    public GetKanaTransferCommand()
        : base(KanaTopics.Transfers)
    {
    }
}
