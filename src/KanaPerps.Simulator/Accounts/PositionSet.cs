namespace KanaPerps.Simulator;

/// <summary>The positions of an account: at most one long and one short per market.</summary>
internal sealed class PositionSet
{
    private readonly Dictionary<(Instrument Instrument, PositionSide Side), HeldPosition> _held = [];
    private readonly List<HeldPosition> _open = [];

    /// <summary>The positions that are not empty, the longest open first.</summary>
    public IReadOnlyList<HeldPosition> Open => _open;

    /// <summary>Grows with every change.</summary>
    public long Changes { get; private set; }

    public HeldPosition Of(Instrument instrument, PositionSide side)
    {
        if (!_held.TryGetValue((instrument, side), out HeldPosition? position))
        {
            position = new HeldPosition(instrument, side);
            _held.Add((instrument, side), position);
        }

        return position;
    }

    /// <summary>To be told after each change of a position.</summary>
    public void Changed(HeldPosition position)
    {
        Changes++;
        if (!position.IsOpen)
        {
            _open.Remove(position);
        }
        else if (!_open.Contains(position))
        {
            _open.Add(position);
        }
    }
}
