namespace KanaPerps.PowerShell;

/// <summary>Completes profile addresses for a parameter that has its position in common with -WalletAddress.</summary>
public sealed class SecondProfileAddressCompleter : ProfileAddressCompleter
{
    private protected override bool IsSecondAtItsPosition => true;

    private protected override bool IsMeant(string typed, string parameter) =>
        base.IsMeant(typed, parameter) || base.IsMeant(typed, "Address");
}
