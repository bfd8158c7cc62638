namespace KanaPerps.Simulator;

/// <summary>Somebody who gets the messages of feeds.</summary>
internal interface IFeedSubscriber
{
    /// <summary>Counted from 1 in the order of arrival.</summary>
    long Id { get; }

    /// <summary>Takes a message. It must not block: the market waits for it.</summary>
    void Post(object feed, byte[] message);
}
