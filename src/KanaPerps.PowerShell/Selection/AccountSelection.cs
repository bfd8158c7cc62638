namespace KanaPerps.PowerShell;

/// <summary>The accounts that a user names, by profiles or by wallets.</summary>
/// <param name="Command">Gets an error for each account that can't be used. The others continue.</param>
/// <param name="ProfileAddresses">The profile addresses given, or null. They count before the wallets.</param>
/// <param name="WalletAddresses">The wallet addresses given, or null.</param>
internal readonly record struct AccountSelection(KanaCommand Command, string[]? ProfileAddresses, string[]? WalletAddresses)
{
    private string Kind => ProfileAddresses is null ? "wallet" : "profile";

    /// <summary>
    /// The profile addresses. An invalid address, a wallet without a profile, and a wallet given as a profile are reported as errors or warnings.
    /// </summary>
    /// <param name="endpoint">The deployment, which is asked for the profiles of wallets.</param>
    /// <returns>The profile addresses, padded and in lower case.</returns>
    public IEnumerable<string> Profiles(KanaEndpoint endpoint)
    {
        foreach ((string address, string canonical) in Valid())
        {
            if (ProfileAddresses is not null)
            {
                yield return AsProfile(endpoint.Name, canonical);
            }
            else
            {
                WarnOfProfile(Command, endpoint.Name, canonical);
                if (TryLookUp(endpoint, address) is { } profile)
                {
                    yield return profile.ProfileAddress;
                }
            }
        }
    }

    /// <summary>
    /// The wallets, for calls that ask by wallet: of a profile the one that was looked up before. An invalid address and a profile whose wallet is
    /// not known are reported as errors.
    /// </summary>
    /// <param name="endpoint">The deployment.</param>
    /// <returns>The wallets, as they were written.</returns>
    public IEnumerable<string> Wallets(KanaEndpoint endpoint)
    {
        foreach ((string address, string canonical) in Valid())
        {
            if (ProfileAddresses is null)
            {
                WarnOfProfile(Command, endpoint.Name, canonical);
                KnownAddresses.UseWallet(canonical, endpoint.Name);
                yield return address.Trim();
            }
            else if (KanaSession.WalletOf(endpoint, canonical) is { } wallet)
            {
                yield return wallet;
            }
            else
            {
                Command.WriteError(ErrorRecords.WalletUnknown(canonical, KnownAddresses.ProfileOfWallet(canonical, endpoint.Name)));
            }
        }
    }

    /// <summary>Warns of an address that is known as a profile and stands where a wallet belongs. It is asked for all the same: nothing forbids an address to be both.</summary>
    /// <param name="command">Writes the warning.</param>
    /// <param name="network">What the endpoint is called.</param>
    /// <param name="address">The address, in any form.</param>
    public static void WarnOfProfile(KanaCommand command, string network, string address)
    {
        if (AccountAddress.TryNormalize(address, out string canonical)
            && KnownAddresses.All().FirstOrDefault(k => k.Network == network && k.Profile == canonical)?.Wallet is { } wallet
            && wallet != canonical)
        {
            command.WriteWarning($"{canonical} is the profile address of the wallet {wallet}. As a wallet address it may belong to another account: give that wallet, or use -ProfileAddress.");
        }
    }

    private IEnumerable<(string Address, string Canonical)> Valid()
    {
        foreach (string? address in ProfileAddresses ?? WalletAddresses ?? [])
        {
            if (ProfileAddresses is null && string.IsNullOrEmpty(address))
            {
                Command.WriteError(ErrorRecords.NoWallet());
            }
            else if (AccountAddress.TryNormalize(address, out string canonical))
            {
                yield return (address, canonical);
            }
            else
            {
                Command.WriteError(ErrorRecords.InvalidAddress(address, Kind));
            }
        }
    }

    private string AsProfile(string network, string address)
    {
        if (KnownAddresses.ProfileOfWallet(address, network) is { } profile)
        {
            // Asked for all the same: nothing forbids an address to be both.
            Command.WriteWarning(
                $"{address} is the wallet address of the profile {profile}. The venue sends nothing for a wallet address: give that profile, or use -WalletAddress.");
        }
        else
        {
            KnownAddresses.Use(address, network);
        }

        return address;
    }

    private Profile? TryLookUp(KanaEndpoint endpoint, string wallet)
    {
        try
        {
            return Command.LookUpProfile(endpoint, wallet);
        }
        catch (KanaException e)
        {
            KanaException error = e.Kind == KanaErrorKind.NotFound && KnownAddresses.IsProfile(wallet, endpoint.Name)
                ? new KanaException(e.Kind, e.Message, "This is a profile address: use -ProfileAddress.", e)
                : e;
            Command.WriteError(ErrorRecords.From(error, wallet));
            return null;
        }
    }
}
