using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams the order books of markets.</summary>
public abstract class OrderBookStreamCommand : MarketStreamCommand<OrderBook>
{
    private protected OrderBookStreamCommand(StreamMode mode)
        : base(KanaTopics.OrderBook, mode)
    {
    }

    /// <summary>How many levels of each side a book has at most, the best ones; all by default.</summary>
    [Parameter(HelpMessage = "How many levels of each side a book has at most, the best ones.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = int.MaxValue;

    private protected sealed override bool Write(OrderBook item) => base.Write(item.Top(Depth));
}
