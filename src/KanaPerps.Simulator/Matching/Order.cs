namespace KanaPerps.Simulator;

/// <summary>An order from its placing to its end.</summary>
internal sealed class Order
{
    public required string Id { get; init; }

    public required TradingAccount Account { get; init; }

    /// <summary>The position that fills of this order move.</summary>
    public required HeldPosition Position { get; init; }

    /// <summary>Whether fills make the position smaller.</summary>
    public required bool Reduces { get; init; }

    public required bool IsMarket { get; init; }

    /// <summary>The limit; meaningless for a market order.</summary>
    public required long PriceTicks { get; init; }

    public required long Lots { get; init; }

    public required int Leverage { get; init; }

    /// <summary>What the order was meant to do when it was placed. Each fill has a type of its own.</summary>
    public required OrderType Type { get; init; }

    public required long PlacedAt { get; init; }

    /// <summary>The life of the position: a later life than at the placing once a fill has opened one.</summary>
    public required string TradeId { get; set; }

    public long FilledLots { get; private set; }

    /// <summary>The sum of price times size over all fills.</summary>
    public decimal FilledValue { get; private set; }

    public OrderStatus Status { get; private set; }

    public long UpdatedAt { get; set; }

    public long UpdatedVersion { get; set; }

    /// <summary>The order's place in its account's history, so that moving it to the front needs no search.</summary>
    public LinkedListNode<Order>? HistoryNode { get; set; }

    public Instrument Instrument => Position.Instrument;

    public TradeSide Side => (Position.Side == PositionSide.Long) == Reduces ? TradeSide.Sell : TradeSide.Buy;

    public long RemainingLots => Lots - FilledLots;

    /// <summary>Whether the order may still be filled.</summary>
    public bool IsLive => Status is OrderStatus.Open or OrderStatus.PartiallyFilled;

    /// <summary>Whether the order would trade at a price.</summary>
    public bool Accepts(long priceTicks) => IsMarket || (Side == TradeSide.Buy ? priceTicks <= PriceTicks : priceTicks >= PriceTicks);

    public void Fill(long lots, decimal value)
    {
        FilledLots += lots;
        FilledValue += value;
        Status = RemainingLots == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
    }

    public void Cancel() => Status = OrderStatus.Cancelled;
}
