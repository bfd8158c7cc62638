using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Looks up the profile addresses of wallets.</summary>
[Cmdlet(VerbsCommon.Get, "KanaProfileAddress")]
[OutputType(typeof(Profile))]
public sealed class GetKanaProfileAddressCommand : KanaCommand
{
    /// <summary>The wallet addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = AccountParameterSets.WalletHelp)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [Alias("UserAddress", "Wallet")]
    [ArgumentCompleter(typeof(WalletAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] WalletAddress { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (string wallet in WalletAddress)
        {
            AccountSelection.WarnOfProfile(this, endpoint.Name, wallet);
            if (LookUp(endpoint, wallet) is { } profile)
            {
                WriteObject(profile);
            }
        }
    }

    private Profile? LookUp(KanaEndpoint endpoint, string wallet)
    {
        try
        {
            return LookUpProfile(endpoint, wallet, Rest.CallTime);
        }
        catch (KanaException e)
        {
            WriteError(ErrorRecords.From(e, wallet));
            return null;
        }
    }
}
