namespace KanaPerps.Simulator;

/// <summary>A subscriber without a socket.</summary>
internal sealed class FeedTap(Action<ReadOnlyMemory<byte>> onMessage, Action<IFeedSubscriber> remove) : IFeedSubscriber, IDisposable
{
    // Connections count from 1; a tap is none.
    public long Id => 0;

    public void Post(object feed, byte[] message) => onMessage(message);

    public void Dispose() => remove(this);
}
