namespace KanaPerps;

/// <summary>
/// Addresses of the ledger: 0x and up to 64 hexadecimal digits. The venue drops leading zeros and does not keep to one case, so
/// addresses are compared, and shown, padded to 64 digits and in lower case.
/// </summary>
public static class AccountAddress
{
    private const int Digits = 64;

    /// <summary>Brings an address into the form in which addresses are compared.</summary>
    /// <param name="text">The address: 0x and 1 to 64 hexadecimal digits; surrounding white space is ignored.</param>
    /// <param name="canonical">0x and 64 lower-case digits, or an empty text.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryNormalize(string? text, out string canonical)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.Length is < 3 or > Digits + 2 || trimmed[0] != '0' || trimmed[1] is not ('x' or 'X'))
        {
            canonical = "";
            return false;
        }

        ReadOnlySpan<char> digits = trimmed[2..];
        Span<char> padded = stackalloc char[Digits + 2];
        padded.Fill('0');
        padded[1] = 'x';
        Span<char> target = padded[^digits.Length..];
        for (int i = 0; i < digits.Length; i++)
        {
            char digit = digits[i];
            if (!char.IsAsciiHexDigit(digit))
            {
                canonical = "";
                return false;
            }

            target[i] = char.ToLowerInvariant(digit);
        }

        canonical = new string(padded);
        return true;
    }

    /// <summary>The form in which the venue itself writes an address: without leading zeros.</summary>
    /// <param name="canonical">0x and 64 lower-case digits.</param>
    /// <returns>0x and as few digits as there can be.</returns>
    internal static string Shorten(string canonical)
    {
        ReadOnlySpan<char> digits = canonical.AsSpan(2).TrimStart('0');
        return digits.IsEmpty ? "0x0" : string.Concat("0x", digits);
    }
}
