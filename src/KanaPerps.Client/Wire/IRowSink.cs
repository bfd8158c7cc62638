namespace KanaPerps.Wire;

/// <summary>Receives what a reader finds in a message. Both readers report to the same sink, so a row has the same meaning by either.</summary>
internal interface IRowSink
{
    /// <summary>A list begins. What was reported before is discarded.</summary>
    void OnList();

    /// <summary>Takes a row from the last message, if that had it with the same bytes.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="start">Where the row begins.</param>
    /// <returns>Where the row ends if it was taken; 0 if it has to be read; -1 if it has to be read, and so have the other rows of the message.</returns>
    int TakeKnown(ReadOnlySpan<byte> json, int start);

    /// <summary>A row has been read: the positions of its fields are in the slots.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="start">Where the row begins.</param>
    /// <param name="end">Where it has ended.</param>
    /// <param name="isInList">Whether the row is an item of a list. One outside of a list is nested less deep; in a list the same bytes could be nested too deep to be accepted.</param>
    void OnRow(ReadOnlySpan<byte> json, int start, int end, bool isInList);

    /// <summary>The list has an item that is not an object.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it has ended.</param>
    void OnInvalidItem(ReadOnlySpan<byte> json, int start, int end);
}
