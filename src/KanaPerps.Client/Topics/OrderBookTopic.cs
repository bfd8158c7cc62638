using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Topics;

/// <summary>Topic <c>orderbook</c>: the whole book of a market in each message.</summary>
public sealed class OrderBookTopic : Topic<OrderBook>
{
    internal OrderBookTopic()
        : base("orderbook", TopicKeyKind.Market)
    {
        Title = "order book";
        MarketOf = book => book.MarketId;
    }

    internal override bool IsSteady => true;

    internal override bool IsWholeState => true;

    internal override MessageCodec<OrderBook> CreateCodec(string? key) => new OrderBookCodec(key);

    internal override FeedMemory<OrderBook> CreateMemory() => new BookMemory();

    internal override View<OrderBook> CreateView(SubscriptionOptions options) => new PlainView<OrderBook>(newOnly: false);
}
