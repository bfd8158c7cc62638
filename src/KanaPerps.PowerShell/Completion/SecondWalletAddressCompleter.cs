namespace KanaPerps.PowerShell;

/// <summary>Completes wallet addresses for a parameter that has its position in common with -ProfileAddress.</summary>
public sealed class SecondWalletAddressCompleter : WalletAddressCompleter
{
    private protected override bool IsSecondAtItsPosition => true;
}
