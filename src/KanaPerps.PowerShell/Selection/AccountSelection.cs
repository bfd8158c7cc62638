using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Turns what a user writes for an account into profile addresses.</summary>
internal static class AccountSelection
{
    /// <summary>The profile addresses that a user names.</summary>
    /// <param name="command">Gets an error for each invalid address, wallet without a profile, and wallet given as a profile. The others
    /// continue.</param>
    /// <param name="network">What the endpoint is called.</param>
    /// <param name="profileAddresses">The bound profile addresses, or null.</param>
    /// <param name="walletAddresses">The bound wallet addresses, or null.</param>
    /// <param name="lookUp">Finds the profile of a wallet.</param>
    /// <returns>The profile addresses.</returns>
    public static IEnumerable<string> Resolve(
        Cmdlet command,
        string network,
        string[]? profileAddresses,
        string[]? walletAddresses,
        Func<string, Profile> lookUp)
    {
        foreach (string address in profileAddresses ?? walletAddresses ?? [])
        {
            if (!AccountAddress.TryNormalize(address, out string canonical))
            {
                command.WriteError(ErrorRecords.InvalidAddress(address, profileAddresses is null ? "wallet" : "profile"));
            }
            else if (profileAddresses is not null)
            {
                yield return AsProfile(command, network, canonical);
            }
            else
            {
                WarnOfProfile(command, network, canonical);
                if (TryLookUp(command, network, address, lookUp) is { } profile)
                {
                    yield return profile.ProfileAddress;
                }
            }
        }
    }

    /// <summary>The wallets that a user names, for calls that ask by wallet.</summary>
    /// <param name="command">Gets an error for each invalid address, profile whose wallet is not known, and address known as the other
    /// kind. The others continue.</param>
    /// <param name="profileAddresses">The bound profile addresses, or null: those whose wallet was looked up before will do.</param>
    /// <param name="walletAddresses">The bound wallet addresses, or null.</param>
    /// <param name="endpoint">The deployment.</param>
    /// <returns>The wallets, as they were written.</returns>
    public static IEnumerable<string> Wallets(Cmdlet command, string[]? profileAddresses, string[]? walletAddresses, KanaEndpoint endpoint)
    {
        foreach (string address in profileAddresses ?? walletAddresses ?? [])
        {
            if (profileAddresses is null && string.IsNullOrEmpty(address))
            {
                command.WriteError(ErrorRecords.NoWallet());
            }
            else if (!AccountAddress.TryNormalize(address, out string canonical))
            {
                command.WriteError(ErrorRecords.InvalidAddress(address, profileAddresses is null ? "wallet" : "profile"));
            }
            else if (profileAddresses is null)
            {
                WarnOfProfile(command, endpoint.Name, canonical);
                KnownAddresses.UseWallet(canonical, endpoint.Name);
                yield return address.Trim();
            }
            else if (KanaSession.WalletOf(endpoint, canonical) is { } wallet)
            {
                yield return wallet;
            }
            else
            {
                command.WriteError(ErrorRecords.WalletUnknown(canonical, KnownAddresses.ProfileOfWallet(canonical, endpoint.Name)));
            }
        }
    }

    /// <summary>Warns of an address that is known as a profile and stands where a wallet belongs. It is asked for all the same: nothing forbids an address to be both.</summary>
    /// <param name="command">It is told.</param>
    /// <param name="network">What the endpoint is called.</param>
    /// <param name="address">The address, in any form.</param>
    public static void WarnOfProfile(Cmdlet command, string network, string address)
    {
        if (AccountAddress.TryNormalize(address, out string canonical)
            && KnownAddresses.All().FirstOrDefault(k => k.Network == network && k.Profile == canonical)?.Wallet is { } wallet
            && wallet != canonical)
        {
            command.WriteWarning($"{canonical} is the profile address of the wallet {wallet}. As a wallet address it may belong to another account: give that wallet, or use -ProfileAddress.");
        }
    }

    private static string AsProfile(Cmdlet command, string network, string address)
    {
        if (KnownAddresses.ProfileOfWallet(address, network) is { } profile)
        {
            // Asked for all the same: nothing forbids an address to be both.
            command.WriteWarning(
                $"{address} is the wallet address of the profile {profile}. The venue sends nothing for a wallet address: give that profile, or use -WalletAddress.");
        }
        else
        {
            KnownAddresses.Use(address, network);
        }

        return address;
    }

    private static Profile? TryLookUp(Cmdlet command, string network, string wallet, Func<string, Profile> lookUp)
    {
        try
        {
            return lookUp(wallet);
        }
        catch (KanaException e)
        {
            KanaException told = e.Kind == KanaErrorKind.NotFound && KnownAddresses.IsProfile(wallet, network)
                ? new KanaException(e.Kind, e.Message, "This is a profile address: use -ProfileAddress.", e)
                : e;
            command.WriteError(ErrorRecords.From(told, wallet));
            return null;
        }
    }
}
