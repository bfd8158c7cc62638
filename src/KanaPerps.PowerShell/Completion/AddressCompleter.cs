namespace KanaPerps.PowerShell;

/// <summary>Completes addresses that were used in this process, the last one first.</summary>
public abstract class AddressCompleter : ListCompleter
{
    // PowerShell reads an address without quotes as a number once it is short or part of a list.
    private protected override bool AlwaysQuotes => true;

    /// <summary>The other name of the parameter.</summary>
    private protected abstract string Alias { get; }

    /// <summary>The parameter set of the addresses of the other kind, which may be what is meant by position.</summary>
    private protected abstract string OtherSet { get; }

    private protected override bool IsSecondAtItsPosition(string command) => DefaultSets.Of(command) == OtherSet;

    private protected override bool IsMeant(string typed, string parameter) => base.IsMeant(typed, parameter) || base.IsMeant(typed, Alias);

    // People leave out the leading zeros, as the venue does.
    private protected override bool Fits(TypedWord word, string value) =>
        word.Fits(value) || (value.StartsWith("0x", StringComparison.Ordinal) && word.Fits($"0x{value[2..].TrimStart('0')}"));
}
