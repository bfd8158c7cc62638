namespace KanaPerps.PowerShell;

/// <summary>Completes addresses that were used in this process, the last one first.</summary>
public abstract class AddressCompleter : ListCompleter
{
    // PowerShell reads an address without quotes as a number once it is short or part of a list.
    private protected override bool AlwaysQuotes => true;
}
