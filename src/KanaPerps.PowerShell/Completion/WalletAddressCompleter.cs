using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the wallet addresses that were used in this process.</summary>
public class WalletAddressCompleter : AddressCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        KnownAddresses.All()
            .Where(k => k.Wallet is not null)
            .DistinctBy(k => k.Wallet)
            .Select(k => new Candidate(
                k.Wallet!,
                k.Profile is null ? $"A wallet used on {k.Network}" : $"The wallet of the profile {k.Profile} on {k.Network}"));

    private protected override bool IsMeant(string typed, string parameter) =>
        base.IsMeant(typed, parameter) || base.IsMeant(typed, "UserAddress");
}
