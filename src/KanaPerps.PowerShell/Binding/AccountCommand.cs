using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What cmdlets share that take accounts, by position, by name and from the pipeline.</summary>
public abstract class AccountCommand : KanaCommand
{
    private protected AccountCommand(StreamMode? mode = null)
        : base(mode)
    {
    }

    /// <summary>The profile addresses: those under which the venue keeps positions and orders.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Profile, HelpMessage = AccountParameterSets.ProfileHelp)]
    [AddressTransformation(nameof(Profile.ProfileAddress))]
    [Alias("Address")]
    [ArgumentCompleter(typeof(ProfileAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ProfileAddress { get; set; }

    /// <summary>The wallet addresses; each profile address is looked up once and remembered.</summary>
    /// <remarks>A row of an account whose wallet is not known has an empty one, and binds by it: that has an error of its own.</remarks>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountParameterSets.Wallet, HelpMessage = AccountParameterSets.WalletHelp)]
    [AddressTransformation(nameof(Profile.Wallet))]
    [Alias("UserAddress", "Wallet")]
    [ArgumentCompleter(typeof(WalletAddressCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string[]? WalletAddress { get; set; }

    /// <summary>The accounts that the parameters name at this moment.</summary>
    private protected AccountSelection Accounts => new(this, ProfileAddress, WalletAddress ?? (ProfileAddress is null ? [""] : null));
}
