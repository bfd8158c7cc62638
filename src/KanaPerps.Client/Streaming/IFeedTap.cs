namespace KanaPerps.Streaming;

/// <summary>
/// Gets what the subscribers of a feed get, in the same order, with each message as the venue sent it. Called under the feed's lock: it must neither
/// wait nor throw.
/// </summary>
internal interface IFeedTap
{
    /// <summary>A message whose rows are delivered now, or one that has no rows for this feed.</summary>
    /// <param name="message">The message; its bytes are valid during the call only.</param>
    void OnMessage(in TappedMessage message);

    /// <summary>A notice that the subscribers get now.</summary>
    /// <param name="notice">The notice.</param>
    void OnNotice(StreamNotice notice);
}
