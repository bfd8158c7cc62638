namespace KanaPerps.Wire;

/// <summary>Takes what a reader of messages finds. Both readers report to the same one, so a row means the same whoever read it.</summary>
internal interface IRowSink
{
    /// <summary>A list begins: what was reported before does not count.</summary>
    void OnList();

    /// <summary>Looks whether a row need not be read.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="start">Where the row begins.</param>
    /// <returns>Where the row ends if it is known and has been taken as it was; 0 when it has to be read; -1 when it has, and asking is over.</returns>
    int TakeKnown(ReadOnlySpan<byte> json, int start);

    /// <summary>A row has been read: where its fields stand is in the slots.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="start">Where the row begins.</param>
    /// <param name="end">Where it has ended.</param>
    /// <param name="isInList">Whether it is one of a list: one that stands alone lies less deep, and in a list the same bytes could be too deep.</param>
    void OnRow(ReadOnlySpan<byte> json, int start, int end, bool isInList);

    /// <summary>Something stands in the list that is no row.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it has ended.</param>
    void OnInvalidItem(ReadOnlySpan<byte> json, int start, int end);
}
