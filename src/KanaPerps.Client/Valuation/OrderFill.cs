namespace KanaPerps.Valuation;

/// <summary>
/// What an order takes from a side of a book. An order by its value may end within a level, at a size that is a quotient: so the size is kept as a
/// fraction, and whatever follows from it is rounded once.
/// </summary>
internal readonly struct OrderFill
{
    private readonly ExactNumber _size;
    private readonly ExactNumber _sizeDivisor;

    private OrderFill(in ExactNumber size, in ExactNumber sizeDivisor, in ExactNumber value, in ExactNumber unfilled, int levelsUsed, decimal? worstPrice)
    {
        _size = size;
        _sizeDivisor = sizeDivisor;
        Value = value;
        Unfilled = unfilled;
        LevelsUsed = levelsUsed;
        WorstPrice = worstPrice;
    }

    /// <summary>The value of what is filled.</summary>
    public ExactNumber Value { get; }

    /// <summary>What is left of the order, in the unit that it was given in.</summary>
    public ExactNumber Unfilled { get; }

    /// <summary>How many levels it takes from.</summary>
    public int LevelsUsed { get; }

    /// <summary>The price of the last of them, or null.</summary>
    public decimal? WorstPrice { get; }

    /// <summary>Fills an order.</summary>
    /// <param name="levels">The side that it takes from, best first.</param>
    /// <param name="query">The order.</param>
    /// <returns>What it takes.</returns>
    public static OrderFill Of(ReadOnlySpan<BookLevel> levels, OrderBookQuery query)
    {
        bool isBySize = query.Size is not null;
        ExactNumber order = query.Size ?? query.Value ?? 0m;
        ExactSum size = new(isBySize ? order.Scale : 0);
        ExactSum value = new(isBySize ? 0 : order.Scale);
        int reached = -1;
        int used = 0;
        while (used < levels.Length && reached < 0)
        {
            ref readonly BookLevel level = ref levels[used++];
            size.Add(level.Size);
            value.AddProduct(level.Price, level.Size);
            ref readonly ExactSum sum = ref isBySize ? ref size : ref value;
            order = order.WithScale(sum.Scale);
            reached = sum.CompareTo(order);
        }

        decimal? worst = used > 0 ? levels[used - 1].Price : null;
        if (reached <= 0)
        {
            return new(size.Total, 1m, value.Total, order - (isBySize ? size.Total : value.Total), used, worst);
        }

        // The order ends within the last level.
        BookLevel last = levels[used - 1];
        ExactNumber sizeBefore = size.Total - last.Size;
        ExactNumber valueBefore = value.Total - ((ExactNumber)last.Price * last.Size);
        return isBySize
            ? new(order, 1m, valueBefore + ((ExactNumber)last.Price * (order - sizeBefore)), 0m, used, worst)

            // A level that has more value than is left has a price above zero.
            : new((sizeBefore * last.Price) + (order - valueBefore), last.Price, order, 0m, used, worst);
    }

    /// <summary>The size that is filled.</summary>
    public decimal? Filled() => _sizeDivisor.CompareTo(1m) == 0 ? _size.ToDecimal() : ExactNumber.Quotient(_size, _sizeDivisor);

    /// <summary>The value by the size, or null when nothing is filled.</summary>
    public decimal? AveragePrice() => ExactNumber.Quotient(Value * _sizeDivisor, _size);

    /// <summary>How much worse than the mid the average price is, in basis points of the mid.</summary>
    /// <param name="side">The side of the order.</param>
    /// <param name="mid">The mid, above zero.</param>
    public decimal? SlippageBps(TradeSide side, in ExactNumber mid)
    {
        // (value / size - mid) / mid, over one divisor.
        ExactNumber atMid = _size * mid;
        ExactNumber above = (Value * _sizeDivisor) - atMid;
        return ExactNumber.Quotient((side == TradeSide.Buy ? above : -above).TimesTenTo(4), atMid);
    }
}
