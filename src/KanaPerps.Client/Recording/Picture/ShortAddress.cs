namespace KanaPerps.Recording.Picture;

/// <summary>Addresses where a page has little room: their first and their last digits.</summary>
internal static class ShortAddress
{
    private const int Kept = 6;

    /// <summary>An address in short.</summary>
    /// <param name="address">The address.</param>
    public static string Of(string address)
    {
        string shown = AccountAddress.TryNormalize(address, out string canonical) ? AccountAddress.Shorten(canonical) : address;
        return shown.Length > 2 + (2 * Kept) + 1 ? string.Concat(shown.AsSpan(0, 2 + Kept), "…", shown.AsSpan(shown.Length - Kept)) : shown;
    }

    /// <summary>A title with an address in it in short.</summary>
    /// <param name="title">The title.</param>
    /// <param name="key">The key of a feed, which may be the address.</param>
    public static string In(string title, string? key) =>
        AccountAddress.TryNormalize(key, out string canonical) ? title.Replace(AccountAddress.Shorten(canonical), Of(canonical), StringComparison.Ordinal) : title;
}
