namespace KanaPerps.Simulator;

/// <summary>What an account means to do with each of its positions: when to close it, and at which prices at the latest.</summary>
internal sealed class PositionPlans(TradingAccount account, IReadOnlyList<SimulatedMarket> markets, OrderDesk desk, SeededRandom random)
{
    private readonly Dictionary<HeldPosition, long> _closeAt = [];
    private bool _hadOne;

    /// <summary>Plans for positions that are new and closes those whose time has come.</summary>
    /// <param name="age">The trader's steps so far.</param>
    public void Act(long age)
    {
        foreach (HeldPosition closed in _closeAt.Keys.Where(p => !p.IsOpen).ToArray())
        {
            _closeAt.Remove(closed);
        }

        foreach (HeldPosition position in account.Positions.Open.ToArray())
        {
            if (!_closeAt.TryGetValue(position, out long closeAt))
            {
                Plan(position, age);
            }
            else if (age >= closeAt)
            {
                desk.Close(account, markets[position.Instrument.Number - 1], position);
            }
        }
    }

    private void Plan(HeldPosition position, long age)
    {
        // The first position lives shortly: whoever watches a new account soon sees one close.
        _closeAt.Add(position, age + (_hadOne ? random.Between(100, 260) : random.Between(50, 90)));
        _hadOne = true;
        if (random.OneIn(3))
        {
            int direction = position.Side == PositionSide.Long ? 1 : -1;
            long entry = (long)position.EntryTicks;
            position.TakeProfitTicks = entry + (direction * position.Instrument.Distance(random.Between(300, 900)));
            position.StopLossTicks = random.OneIn(2) ? null : entry - (direction * position.Instrument.Distance(random.Between(300, 900)));
            account.Positions.Changed(position);
        }
    }
}
