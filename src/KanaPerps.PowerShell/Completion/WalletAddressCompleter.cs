using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the wallet addresses that were used in this process.</summary>
public sealed class WalletAddressCompleter : AddressCompleter
{
    private protected override string Alias => "UserAddress";

    private protected override string OtherSet => AccountParameterSets.Profile;

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        KnownAddresses.All()
            .Where(k => k.Wallet is not null)
            .DistinctBy(k => k.Wallet)
            .Select(k => new Candidate(
                k.Wallet!,
                k.Profile is null ? $"A wallet used on {k.Network}" : $"The wallet of the profile {k.Profile} on {k.Network}"));
}
