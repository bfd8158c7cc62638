using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>Many feeds of one manager, each with a subscriber that reads what comes.</summary>
internal sealed class FeedCrowd : IAsyncDisposable
{
    /// <summary>How many feeds may dial one port at once: what the budget of dials of a host gives without a wait.</summary>
    public const int FeedsPerPort = 40;

    private readonly ConnectionManager _manager = new();
    private readonly TaskCompletionSource _allLive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Subscription<OrderBook>> _subscriptions = [];
    private readonly List<Task> _readers = [];
    private int _waiting;

    private FeedCrowd(int size)
    {
        _waiting = size;
    }

    /// <summary>Messages that all feeds received so far.</summary>
    public long Messages => _manager.GetConnections().Sum(c => c.Messages);

    /// <summary>Opens feeds and waits until each has its first book.</summary>
    /// <param name="flood">Where from; with a port for every <see cref="FeedsPerPort"/> feeds.</param>
    /// <param name="request">What each gets.</param>
    /// <param name="size">How many.</param>
    public static async Task<FeedCrowd> OpenAsync(FloodProcess flood, FloodRequest request, int size)
    {
        FeedCrowd crowd = new(size);
        for (int i = 0; i < size; i++)
        {
            // Each feed is one of its own by its address: all get books of one market.
            Uri address = new($"{flood.Address(request, i / FeedsPerPort)}&{i}");
            Subscription<OrderBook> subscription = crowd._manager.Subscribe(KanaEndpoint.From(address), KanaTopics.OrderBook, "14");
            crowd._subscriptions.Add(subscription);
            crowd._readers.Add(crowd.ReadAsync(subscription));
        }

        await crowd._allLive.Task;
        return crowd;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscriptions.ForEach(s => s.CloseNow());
        await Task.WhenAll(_readers);
        await _manager.DisposeAsync();
    }

    private async Task ReadAsync(Subscription<OrderBook> subscription)
    {
        bool isLive = false;
        await foreach (StreamEvent<OrderBook> next in subscription.ReadAllAsync())
        {
            if (next.Notice is FaultNotice or ReconnectingNotice)
            {
                _allLive.TrySetException(new InvalidOperationException($"A feed was lost: {next.Notice}"));
            }

            if (!isLive && next.Items.Count > 0)
            {
                isLive = true;
                if (Interlocked.Decrement(ref _waiting) == 0)
                {
                    _allLive.TrySetResult();
                }
            }
        }
    }
}
