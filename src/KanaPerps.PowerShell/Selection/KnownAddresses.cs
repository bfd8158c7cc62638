namespace KanaPerps.PowerShell;

/// <summary>
/// The addresses that this process has used, newest first: what completion offers, and how a wallet that stands where a profile
/// belongs is recognised.
/// </summary>
internal static class KnownAddresses
{
    private const int Most = 64;

    private static readonly List<KnownAddress> s_known = [];

    /// <summary>Takes note of a profile that was asked for.</summary>
    /// <param name="profile">The address, in the form in which addresses compare.</param>
    /// <param name="network">Where.</param>
    public static void Use(string profile, string network) => Note(new KnownAddress(profile, null, network));

    /// <summary>Takes note of a wallet and its profile.</summary>
    /// <param name="profile">What the venue said.</param>
    public static void Use(Profile profile) => Note(new KnownAddress(profile.ProfileAddress, profile.Wallet, profile.Network));

    /// <summary>Takes note of a wallet that was asked for by itself.</summary>
    /// <param name="wallet">The address, in the form in which addresses compare.</param>
    /// <param name="network">Where.</param>
    public static void UseWallet(string wallet, string network)
    {
        if (!All().Any(k => k.Wallet == wallet && k.Network == network))
        {
            Note(new KnownAddress(null, wallet, network));
        }
    }

    /// <summary>The addresses, each profile once a network, the one used last first.</summary>
    /// <returns>A copy.</returns>
    public static IReadOnlyList<KnownAddress> All()
    {
        lock (s_known)
        {
            return [.. s_known];
        }
    }

    /// <summary>The profile of an address that is known as a wallet and is no profile itself.</summary>
    /// <param name="address">The address, in the form in which addresses compare.</param>
    /// <param name="network">Where it is used.</param>
    /// <returns>The profile, or null.</returns>
    public static string? ProfileOfWallet(string? address, string network)
    {
        IReadOnlyList<KnownAddress> known = [.. All().Where(k => k.Network == network && k.Wallet is not null && k.Profile is not null)];
        return known.Any(k => k.Profile == address) ? null : known.FirstOrDefault(k => k.Wallet == address)?.Profile;
    }

    /// <summary>The wallet of a profile.</summary>
    /// <param name="profile">The address, in the form in which addresses compare, or null.</param>
    /// <param name="network">Where it is used.</param>
    /// <returns>The wallet, or null when it is not known.</returns>
    public static string? WalletOf(string? profile, string network) =>
        profile is null ? null : All().FirstOrDefault(k => k.Network == network && k.Profile == profile)?.Wallet;

    /// <summary>Whether an address is known as the profile of a wallet.</summary>
    /// <param name="address">The address, in any form.</param>
    /// <param name="network">Where it is used.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsProfile(string address, string network) =>
        AccountAddress.TryNormalize(address, out string canonical) && All().Any(k => k.Network == network && k.Wallet is not null && k.Profile == canonical);

    private static void Note(KnownAddress address)
    {
        lock (s_known)
        {
            // A wallet whose profile is found out now is no news of its own any more.
            s_known.RemoveAll(k => k.Profile is null && k.Wallet == address.Wallet && k.Network == address.Network);
            int at = address.Profile is null ? -1 : s_known.FindIndex(k => k.Profile == address.Profile && k.Network == address.Network);
            string? wallet = address.Wallet ?? (at >= 0 ? s_known[at].Wallet : null);
            if (at >= 0)
            {
                s_known.RemoveAt(at);
            }

            s_known.Insert(0, address with { Wallet = wallet });
            if (s_known.Count > Most)
            {
                s_known.RemoveAt(Most);
            }
        }
    }
}
