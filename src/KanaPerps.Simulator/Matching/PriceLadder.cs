namespace KanaPerps.Simulator;

/// <summary>One side of a book: its levels, the best first.</summary>
internal sealed class PriceLadder(TradeSide side)
{
    private readonly SortedList<long, PriceLevel> _levels = new(
        side == TradeSide.Buy ? Comparer<long>.Create(static (left, right) => right.CompareTo(left)) : Comparer<long>.Default);

    public TradeSide Side { get; } = side;

    public IList<PriceLevel> Levels => _levels.Values;

    public PriceLevel? Best => _levels.Count == 0 ? null : _levels.GetValueAtIndex(0);

    public PriceLevel At(long priceTicks)
    {
        if (!_levels.TryGetValue(priceTicks, out PriceLevel? level))
        {
            level = new PriceLevel(priceTicks);
            _levels.Add(priceTicks, level);
        }

        return level;
    }

    public void DropIfEmpty(PriceLevel level)
    {
        if (level.IsEmpty)
        {
            _levels.Remove(level.PriceTicks);
        }
    }
}
