using System.Management.Automation;
using System.Security;

namespace KanaPerps.PowerShell;

/// <summary>Streams a topic of accounts.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressStreamCommand<T> : StreamCommand<T>
{
    private const string ByProfile = "ProfileAddress";
    private const string ByWallet = "WalletAddress";

    /// <summary>The profile addresses: those under which the venue keeps positions and orders.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByProfile)]
    [Alias("Address")]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses; each profile address is looked up once and remembered.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByWallet)]
    [Alias("UserAddress")]
    [ValidateNotNullOrEmpty]
    public string[]? WalletAddress { get; set; }

    /// <summary>The venue's API key for the look-up; by default the environment variable KANA_API_KEY.</summary>
    [Parameter(ParameterSetName = ByWallet)]
    public SecureString? ApiKey { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (string address in ProfileAddress ?? WalletAddress ?? [])
        {
            if (!AccountAddress.TryNormalize(address, out _))
            {
                WriteError(ErrorRecords.InvalidAddress(address, ProfileAddress is null ? "wallet" : "profile"));
            }
            else if (ProfileAddress is not null)
            {
                AddTarget(endpoint, address.Trim());
            }
            else
            {
                LookUp(endpoint, address);
            }
        }
    }

    private void LookUp(KanaEndpoint endpoint, string wallet)
    {
        try
        {
            Profile profile = Await(stop => KanaSession.LookUpProfileAsync(endpoint, wallet, Reveal(ApiKey), GivenTimeout, stop));
            WriteVerbose($"Wallet {profile.Wallet} has the profile {profile.ProfileAddress}.");
            AddTarget(endpoint, profile.ProfileAddress);
        }
        catch (KanaException e)
        {
            WriteError(ErrorRecords.From(e, wallet));
        }
    }
}
