using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Turns what a user writes for an account into profile addresses.</summary>
internal static class AccountSelection
{
    /// <summary>The profile addresses that a user names.</summary>
    /// <param name="profileAddresses">The bound profile addresses, or null.</param>
    /// <param name="walletAddresses">The bound wallet addresses, or null.</param>
    /// <param name="lookUp">Finds the profile of a wallet.</param>
    /// <param name="onError">Takes the errors of what is no address, or of a wallet without a profile; the others go on.</param>
    /// <returns>The profile addresses.</returns>
    public static IEnumerable<string> Resolve(string[]? profileAddresses, string[]? walletAddresses, Func<string, Profile> lookUp, Action<ErrorRecord> onError)
    {
        foreach (string address in profileAddresses ?? walletAddresses ?? [])
        {
            if (!AccountAddress.TryNormalize(address, out string canonical))
            {
                onError(ErrorRecords.InvalidAddress(address, profileAddresses is null ? "wallet" : "profile"));
            }
            else if (profileAddresses is not null)
            {
                yield return canonical;
            }
            else if (TryLookUp(address, lookUp, onError) is { } profile)
            {
                yield return profile.ProfileAddress;
            }
        }
    }

    private static Profile? TryLookUp(string wallet, Func<string, Profile> lookUp, Action<ErrorRecord> onError)
    {
        try
        {
            return lookUp(wallet);
        }
        catch (KanaException e)
        {
            onError(ErrorRecords.From(e, wallet));
            return null;
        }
    }
}
