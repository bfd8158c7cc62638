namespace KanaPerps.PowerShell;

/// <summary>The parameter sets of cmdlets that take accounts.</summary>
internal static class AccountParameterSets
{
    public const string Profile = "ProfileAddress";
    public const string Wallet = "WalletAddress";
}
