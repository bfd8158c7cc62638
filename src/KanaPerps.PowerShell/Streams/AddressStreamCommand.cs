using System.Management.Automation;
using System.Security;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Streams a topic of accounts.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class AddressStreamCommand<T> : StreamCommand<T>
{
    private readonly AccountWallets _wallets = new();

    /// <summary>The profile addresses: those under which the venue keeps positions and orders.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Profile)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses; each profile address is looked up once and remembered.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Wallet)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [Alias("UserAddress", "Wallet")]
    [ArgumentCompleter(typeof(SecondWalletAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? WalletAddress { get; set; }

    /// <summary>The venue's API key for the look-up; by default the environment variable KANA_API_KEY.</summary>
    [Parameter(ParameterSetName = AccountParameterSets.Wallet)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public virtual SecureString? ApiKey { get; set; }

    private protected override T Complete(FeedKey feed, T item) => _wallets.Name(feed, item);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (string profile in AccountSelection.Resolve(this, endpoint.Name, ProfileAddress, WalletAddress, wallet => LookUpProfile(endpoint, wallet, ApiKey)))
        {
            _wallets.Add(endpoint, profile);
            AddTarget(endpoint, profile);
        }
    }
}
