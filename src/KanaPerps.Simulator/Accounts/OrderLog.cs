namespace KanaPerps.Simulator;

/// <summary>The orders of an account: those that live, and the latest of all.</summary>
internal sealed class OrderLog
{
    private const int HistoryCapacity = 100;

    /// <summary>More than the history shows: whoever asks for an order that was in it a moment ago shall find it.</summary>
    private const int PlacedCapacity = 1000;

    private readonly List<Order> _open = [];
    private readonly LinkedList<Order> _history = new();

    /// <summary>The live orders, the oldest first.</summary>
    public IReadOnlyList<Order> Open => _open;

    /// <summary>The latest orders, the one that changed last first.</summary>
    public IReadOnlyCollection<Order> History => _history;

    /// <summary>The latest orders, the one that was placed last first.</summary>
    public RecentRows<Order> Placed { get; } = new(PlacedCapacity);

    /// <summary>Grows with every change of the live orders.</summary>
    public long OpenChanges { get; private set; }

    /// <summary>Grows with every change of any order.</summary>
    public long HistoryChanges { get; private set; }

    /// <summary>To be told when an order was placed and after each of its changes.</summary>
    public void Changed(Order order, VenueClock clock)
    {
        order.UpdatedAt = clock.Now;
        order.UpdatedVersion = clock.Version;
        if (order.HistoryNode is null)
        {
            Placed.Add(order);
        }

        UpdateOpen(order);
        MoveToFront(order);
    }

    private void UpdateOpen(Order order)
    {
        // A market order never waits, so it is never among the live ones.
        if (order.IsMarket)
        {
            return;
        }

        OpenChanges++;
        if (!order.IsLive)
        {
            _open.Remove(order);
        }
        else if (order.HistoryNode is null)
        {
            _open.Add(order);
        }
    }

    private void MoveToFront(Order order)
    {
        HistoryChanges++;
        if (order.HistoryNode?.List == _history)
        {
            _history.Remove(order.HistoryNode);
        }

        order.HistoryNode = _history.AddFirst(order);
        if (_history.Count > HistoryCapacity)
        {
            _history.RemoveLast();
        }
    }
}
