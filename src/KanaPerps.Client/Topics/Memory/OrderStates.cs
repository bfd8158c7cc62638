namespace KanaPerps.Topics;

/// <summary>
/// Follows what each order of a history is at present, so that an order is told again also when it goes back to a state that it had
/// before: Open, Filled, Open.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class OrderStates<T>
    where T : VenueRow
{
    private readonly RowRules<T> _rules;
    private readonly Func<T, string> _orderOf;
    private readonly Dictionary<string, (T Row, long SeenIn)> _latest = [];

    // The row of each order of the present list that says how it stands, by its place.
    private readonly Dictionary<string, int> _standing = [];
    private long _lastList;
    private int _ordersBefore;

    public OrderStates(RowRules<T> rules, Func<T, string> orderOf)
    {
        _rules = rules;
        _orderOf = orderOf;
    }

    /// <summary>Whether every order of the list before is in the present one.</summary>
    public bool HasAllOfBefore { get; private set; }

    /// <summary>Picks the news out of a list.</summary>
    /// <param name="list">All rows of the list, oldest first, and whether each was never seen before.</param>
    /// <param name="number">The number of the list.</param>
    /// <param name="news">What to add the news to.</param>
    public void Collect(List<(KeptRow<T> Row, bool IsUnknown)> list, long number, List<KeptRow<T>> news)
    {
        FindStanding(list);
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].IsUnknown || IsBack(list[i].Row.Row, i))
            {
                news.Add(list[i].Row);
            }
        }

        Follow(list, number);
    }

    /// <summary>Whether the present list has an order in this state or in a later one.</summary>
    public bool IsListed(T row, long number) => _latest.TryGetValue(_orderOf(row), out (T Row, long SeenIn) latest) && latest.SeenIn == number;

    /// <summary>Forgets the order of a row if it still stands as that row says.</summary>
    public void Forget(T row)
    {
        string order = _orderOf(row);
        if (_latest.TryGetValue(order, out (T Row, long SeenIn) latest) && latest.Row.Equals(row))
        {
            _latest.Remove(order);
        }
    }

    private void FindStanding(List<(KeptRow<T> Row, bool IsUnknown)> list)
    {
        _standing.Clear();
        for (int i = 0; i < list.Count; i++)
        {
            T row = list[i].Row.Row;
            string order = _orderOf(row);
            if (!_standing.TryGetValue(order, out int other) || _rules.CompareAge(row, list[other].Row.Row) >= 0)
            {
                _standing[order] = i;
            }
        }
    }

    // A known state that is older than the latest is a late list's, and no news.
    private bool IsBack(T row, int place) =>
        _standing[_orderOf(row)] == place
        && _latest.TryGetValue(_orderOf(row), out (T Row, long SeenIn) latest)
        && !row.Equals(latest.Row)
        && _rules.CompareAge(row, latest.Row) >= 0;

    private void Follow(List<(KeptRow<T> Row, bool IsUnknown)> list, long number)
    {
        int ofBefore = 0;
        bool isOlder = false;
        foreach ((string order, int place) in _standing)
        {
            T row = list[place].Row.Row;
            if (_latest.TryGetValue(order, out (T Row, long SeenIn) latest))
            {
                if (_rules.CompareAge(row, latest.Row) < 0)
                {
                    isOlder = true;
                    continue;
                }

                ofBefore += latest.SeenIn == _lastList ? 1 : 0;
            }

            _latest[order] = (row, number);
        }

        HasAllOfBefore = !isOlder && ofBefore == _ordersBefore;
        (_lastList, _ordersBefore) = (number, _standing.Count);
    }
}
