namespace KanaPerps.Bridging;

/// <summary>What could not be published of a feed, up to now.</summary>
/// <param name="From">When the first of it came.</param>
/// <param name="To">When the last of it came.</param>
/// <param name="Messages">How many messages it was.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct BridgeHole(DateTimeOffset From, DateTimeOffset To, long Messages, string Reason)
{
    /// <summary>The reason that is given for messages for which there was no room.</summary>
    public const string Overrun = "the broker took the data too slowly or not at all, and the memory for what waits was full";

    /// <summary>The reason that is given for a message that is too large.</summary>
    public static string TooLarge(int size, int limit) => FormattableString.Invariant($"it has {size:N0} bytes, and the broker takes {limit:N0} (its max_payload, or the stream's limit)");

    /// <summary>Adds a message.</summary>
    public BridgeHole And(DateTimeOffset at) => this with { To = at, Messages = Messages + 1 };
}
