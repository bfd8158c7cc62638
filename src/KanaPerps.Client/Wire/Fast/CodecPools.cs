namespace KanaPerps.Wire.Fast;

/// <summary>The strings that a codec has handed out and may hand out again.</summary>
internal sealed class CodecPools
{
    /// <summary>Texts, escaped.</summary>
    public Utf8StringPool Texts { get; } = new(VenueText.Escape);

    /// <summary>Addresses, padded and in lower case; text that is not an address is escaped.</summary>
    public Utf8StringPool Addresses { get; } =
        new(text => AccountAddress.TryNormalize(text, out string canonical) ? canonical : VenueText.Escape(text));
}
