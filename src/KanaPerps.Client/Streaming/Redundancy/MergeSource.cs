namespace KanaPerps.Streaming.Redundancy;

/// <summary>
/// What is known of one of the two connections of a feed. While connections can't be compared, or one is dead and that is not known yet, what is kept must not grow.
/// </summary>
internal sealed class MergeSource() : MessageMatch<KeptMessage>(mostOwed: 256, mostAhead: 512, mostBytes: 8 * 1024 * 1024)
{
    /// <summary>Whether a message has come of it.</summary>
    public bool HasMessage { get; set; }

    /// <summary>Whether it is certain where this connection is in the sequence: it has brought news, or what is like one message of the other alone.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>Since when the oldest message waits that came of this one and has not gone to the feed, or null.</summary>
    public TimeSpan? AheadSince => Ahead.FirstOrDefault()?.At;
}
