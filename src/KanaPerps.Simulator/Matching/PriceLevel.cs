namespace KanaPerps.Simulator;

/// <summary>The resting orders at one price, the oldest first.</summary>
internal sealed class PriceLevel(long priceTicks)
{
    private readonly LinkedList<Order> _queue = new();

    public long PriceTicks { get; } = priceTicks;

    /// <summary>The sum of what the orders have left.</summary>
    public long Lots { get; private set; }

    public long UpdatedAt { get; private set; }

    public long UpdatedVersion { get; private set; }

    public bool IsEmpty => _queue.Count == 0;

    /// <summary>The order that trades next.</summary>
    public Order Oldest => _queue.First!.Value;

    public void Add(Order order, VenueClock clock)
    {
        _queue.AddLast(order);
        Change(order.RemainingLots, clock);
    }

    /// <summary>Counts a fill of the oldest order, which leaves the queue when nothing of it remains.</summary>
    public void FillOldest(long lots, VenueClock clock)
    {
        if (Oldest.RemainingLots == 0)
        {
            _queue.RemoveFirst();
        }

        Change(-lots, clock);
    }

    public void Remove(Order order, VenueClock clock)
    {
        _queue.Remove(order);
        Change(-order.RemainingLots, clock);
    }

    private void Change(long lots, VenueClock clock)
    {
        Lots += lots;
        UpdatedAt = clock.Now;
        UpdatedVersion = clock.Version;
    }
}
