using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What cmdlets share that make REST calls about wallets. A profile serves where its wallet was looked up before.</summary>
public abstract class WalletCommand : RestCommand
{
    /// <summary>The wallet addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Wallet)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [ArgumentCompleter(typeof(WalletAddressCompleter))]
    [Alias("UserAddress", "Wallet")]
    [AllowNull]
    [AllowEmptyString]
    public string[]? WalletAddress { get; set; }

    /// <summary>The profile addresses of wallets that were looked up in this session.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Profile)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [ArgumentCompleter(typeof(SecondProfileAddressCompleter))]
    [Alias("Address")]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallets that the parameters name at this moment.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <returns>The wallets; what is none has been told as an error.</returns>
    /// <remarks>A row of an account whose wallet is not known has an empty one, and binds by it.</remarks>
    private protected IEnumerable<string> Wallets(KanaEndpoint endpoint) =>
        AccountSelection.Wallets(this, ProfileAddress, WalletAddress ?? (ProfileAddress is null ? [""] : null), endpoint);
}
