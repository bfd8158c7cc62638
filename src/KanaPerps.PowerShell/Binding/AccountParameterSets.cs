namespace KanaPerps.PowerShell;

/// <summary>The parameter sets of cmdlets that take accounts, and the words for these parameters.</summary>
internal static class AccountParameterSets
{
    public const string Profile = "ProfileAddress";
    public const string Wallet = "WalletAddress";

    public const string ProfileHelp = "The profile addresses of the accounts: 0x and up to 64 hexadecimal digits, in quotes.";
    public const string WalletHelp = "The wallet addresses of the accounts: 0x and up to 64 hexadecimal digits, in quotes.";
}
