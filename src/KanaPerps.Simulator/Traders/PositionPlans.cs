namespace KanaPerps.Simulator;

/// <summary>What an account means to do with each of its positions: when to close it, and at which prices at the latest.</summary>
internal sealed class PositionPlans(TradingAccount account, SeededRandom random)
{
    private readonly Dictionary<HeldPosition, long> _closeAt = [];

    /// <summary>Plans for positions that are new and closes those whose time has come, except the last: an account that trades holds something.</summary>
    /// <param name="age">The trader's steps so far.</param>
    /// <param name="floor">Where.</param>
    public void Act(long age, TradingFloor floor)
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
            else if (age >= closeAt && account.Positions.Open.Count > 1)
            {
                floor.Desk.Close(account, floor.MarketOf(position.Instrument), position);
            }
        }
    }

    /// <summary>Lets the oldest position close soon: a new watcher is not to wait long for one that does.</summary>
    public void Hurry(long age)
    {
        if (account.Positions.Open.Count > 0)
        {
            _closeAt[account.Positions.Open[0]] = age + random.Between(50, 90);
        }
    }

    private void Plan(HeldPosition position, long age)
    {
        _closeAt.Add(position, age + random.Between(100, 260));
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
