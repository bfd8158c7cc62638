using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams the order books of markets.</summary>
public abstract class OrderBookStreamCommand : MarketStreamCommand<OrderBook>
{
    /// <summary>How many levels of each side a book has at most, the best ones; all by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = int.MaxValue;

    private protected sealed override Topic<OrderBook> StreamTopic => KanaTopics.OrderBook;

    private protected sealed override OrderBook Complete(FeedKey feed, OrderBook item) => item.Top(Depth);
}
