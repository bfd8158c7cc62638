using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the profile addresses that were used in this process.</summary>
public sealed class ProfileAddressCompleter : AddressCompleter
{
    private protected override string Alias => "Address";

    private protected override string OtherSet => AccountParameterSets.Wallet;

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        KnownAddresses.All()
            .Where(k => k.Profile is not null)
            .DistinctBy(k => k.Profile)
            .Select(k => new Candidate(
                k.Profile!,
                k.Wallet is null ? $"A profile used on {k.Network}" : $"The profile of the wallet {k.Wallet} on {k.Network}"));
}
