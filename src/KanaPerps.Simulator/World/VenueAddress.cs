using System.Security.Cryptography;
using System.Text;

namespace KanaPerps.Simulator;

/// <summary>Addresses as the venue makes and shows them.</summary>
internal static class VenueAddress
{
    /// <summary>The padded lower-case address that belongs to a name: always the same, and looking like any other.</summary>
    public static string Derive(string name) => "0x" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();

    /// <summary>The form in which the venue writes an address: as a number, without leading zeros.</summary>
    /// <param name="address">The padded lower-case address.</param>
    public static string Shown(string address)
    {
        string digits = address[2..].TrimStart('0');
        return "0x" + (digits.Length == 0 ? "0" : digits);
    }
}
