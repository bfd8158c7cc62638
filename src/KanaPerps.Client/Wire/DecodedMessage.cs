namespace KanaPerps.Wire;

/// <summary>What a codec made of one message.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Items">The rows that could be read, in the venue's order. Empty when the message as a whole is bad.</param>
/// <param name="Problem">What was wrong with the message or with some rows, or null.</param>
/// <param name="ForeignRows">The rows of another market or address, which were left out, or null.</param>
/// <param name="InexactNumbers">How many numbers were rounded.</param>
/// <param name="RepeatedAt">When the message had been received, if it repeats the one before and the items are the very ones of that.</param>
internal readonly record struct DecodedMessage<T>(
    T[] Items, WireProblem? Problem = null, WireProblem? ForeignRows = null, int InexactNumbers = 0, DateTimeOffset? RepeatedAt = null)
{
    /// <summary>The rows of a history that can't be read and that no message before had, or null.</summary>
    public WireProblem? LostRows { get; init; }

    /// <summary>Whether the message could be read, apart from single rows.</summary>
    public bool IsReadable => Problem is null or { Reason: BadMessageReason.BadRow };

    /// <summary>Whether every row could be read, so that what is not in it is not there.</summary>
    public bool IsComplete => Problem is null;
}
