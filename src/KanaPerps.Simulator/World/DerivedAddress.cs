using System.Security.Cryptography;
using System.Text;

namespace KanaPerps.Simulator;

/// <summary>Addresses made from names: always the same, and looking like any other.</summary>
internal static class DerivedAddress
{
    /// <summary>The padded lower-case address that belongs to a name.</summary>
    public static string Of(string name) => "0x" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();
}
