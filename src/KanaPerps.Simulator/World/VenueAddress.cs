using System.Security.Cryptography;
using System.Text;

namespace KanaPerps.Simulator;

/// <summary>
/// Addresses as the venue makes and shows them. A profile address ends in a check of its other digits, so a venue knows its profiles
/// from wallets without a memory: also after a restart, and on every seed.
/// </summary>
internal static class VenueAddress
{
    private const int StemDigits = 56;
    private const string Used = "profile";
    private const string Unused = "unused profile";

    /// <summary>A wallet whose address ends like this has no profile.</summary>
    private const string WalletWithoutProfile = "dead";

    /// <summary>A wallet whose address ends like this has a profile that was never used.</summary>
    private const string WalletWithUnusedProfile = "0000";

    /// <summary>The padded lower-case address that belongs to a name: always the same, and looking like any other.</summary>
    public static string Derive(string name) => "0x" + Digest(name);

    /// <summary>The padded profile address of a wallet.</summary>
    /// <param name="wallet">The padded lower-case address.</param>
    /// <returns>The address, or null for what has none: a wallet that ends in "dead", and a profile.</returns>
    public static string? ProfileOf(string wallet) => wallet.EndsWith(WalletWithoutProfile, StringComparison.Ordinal) || IsProfile(wallet)
        ? null
        : Profile(wallet, wallet.EndsWith(WalletWithUnusedProfile, StringComparison.Ordinal) ? Unused : Used);

    /// <summary>The padded profile address of a trader of the venue's own.</summary>
    public static string ProfileOfTrader(string name) => Profile(name, Used);

    /// <summary>Whether a padded lower-case address is a profile's.</summary>
    public static bool IsProfile(string address) => Has(address, Used) || IsUnused(address);

    /// <summary>Whether a padded lower-case address is that of a profile that was never used.</summary>
    public static bool IsUnused(string address) => Has(address, Unused);

    /// <summary>The form in which the venue writes an address: as a number, without leading zeros.</summary>
    /// <param name="address">The padded lower-case address.</param>
    public static string Shown(string address)
    {
        string digits = address[2..].TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }

    private static string Profile(string owner, string kind)
    {
        string stem = Digest("profile " + owner)[..StemDigits];
        return "0x" + stem + Check(stem, kind);
    }

    private static bool Has(string address, string kind) => address.EndsWith(Check(address[2..(2 + StemDigits)], kind), StringComparison.Ordinal);

    private static string Check(string stem, string kind) => Digest($"{kind} {stem}")[StemDigits..];

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
