using System.Threading.Channels;
using KanaPerps.Nats;

namespace KanaPerps.Bridging;

/// <summary>Sends what waits, and takes the stream's answers. So many messages may be under way without one that a slow answer does not slow down the sending.</summary>
internal sealed class BridgeSender
{
    private const int Window = 512;

    private readonly Bridge _bridge;
    private readonly BrokerConnection _connection;
    private readonly WakeSignal _wake;
    private readonly Channel<(BridgeFeed Feed, BridgeLine Line, Task<StoredAck> Answer)> _sent = Channel.CreateUnbounded<(BridgeFeed, BridgeLine, Task<StoredAck>)>(new() { SingleReader = true, SingleWriter = true });
    private int _underWay;

    public BridgeSender(Bridge bridge, BrokerConnection connection, WakeSignal wake)
    {
        _bridge = bridge;
        _connection = connection;
        _wake = wake;
    }

    /// <summary>Sends what waits of the feeds that the bridge publishes, as far as the window allows.</summary>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>When it is on its way.</returns>
    public async Task SendAsync(CancellationToken cancellation)
    {
        foreach (BridgeFeed feed in _bridge.Queue.Feeds)
        {
            while (Volatile.Read(ref _underWay) < Window && TryTake(feed, out BridgeLine? line, out string id))
            {
                Interlocked.Increment(ref _underWay);
                Task<StoredAck> answer = await _connection.StoreAsync(line!.Notice is null ? feed.Data : feed.Notice, line.Bytes, id, lastOfSubject: null, cancellation).ConfigureAwait(false);
                _sent.Writer.TryWrite((feed, line, answer));
            }
        }
    }

    /// <summary>Takes the answers, in the order in which the messages were sent.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Ends with the connection.</returns>
    /// <exception cref="BrokerException">The stream takes nothing, or does not answer.</exception>
    public async Task ConfirmAsync(CancellationToken cancellation)
    {
        await foreach ((BridgeFeed feed, BridgeLine line, Task<StoredAck> answer) in _sent.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            ThrowIfRejected(await answer.ConfigureAwait(false));
            lock (_bridge.Queue.Gate)
            {
                _bridge.Queue.Free(feed.Confirm(line));
                _bridge.Published++;
            }

            if (Interlocked.Decrement(ref _underWay) is 0 or (Window / 2))
            {
                _wake.Set();
            }
        }
    }

    /// <summary>Throws if the stream has not stored a message.</summary>
    public static void ThrowIfRejected(StoredAck answer)
    {
        if (answer.Error is { } error)
        {
            throw new BrokerException(BrokerFailure.Rejected, $"the stream does not take messages: {error}");
        }
    }

    private bool TryTake(BridgeFeed feed, out BridgeLine? line, out string id)
    {
        lock (_bridge.Queue.Gate)
        {
            id = "";
            line = feed.HasUnsent ? feed.Send(_bridge.Id, out id) : null;
            return line is not null;
        }
    }
}
