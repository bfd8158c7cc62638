namespace KanaPerps;

/// <summary>Which of two states of the same thing is older.</summary>
internal static class LedgerOrder
{
    /// <summary>Compares by ledger version where both have one, else by time.</summary>
    /// <returns>Negative when the first is older, zero when that can't be told.</returns>
    public static int Compare(ulong? versionA, DateTimeOffset? timeA, ulong? versionB, DateTimeOffset? timeB) =>
        versionA is { } a && versionB is { } b ? a.CompareTo(b) : timeA is { } ta && timeB is { } tb ? ta.CompareTo(tb) : 0;
}
