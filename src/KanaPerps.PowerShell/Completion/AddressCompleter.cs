namespace KanaPerps.PowerShell;

/// <summary>Completes addresses that were used in this process, the last one first.</summary>
public abstract class AddressCompleter : ListCompleter
{
    // PowerShell reads an address without quotes as a number once it is short or part of a list.
    private protected override bool AlwaysQuotes => true;

    // People leave out the leading zeros, as the venue does.
    private protected override bool Fits(TypedWord word, string value) =>
        word.Fits(value) || (value.StartsWith("0x", StringComparison.Ordinal) && word.Fits($"0x{value[2..].TrimStart('0')}"));
}
