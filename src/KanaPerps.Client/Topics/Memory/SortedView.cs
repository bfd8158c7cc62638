namespace KanaPerps.Topics;

/// <summary>Sorts what another view shows of each delivery, for rows that the venue sends in no order.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SortedView<T> : View<T>
{
    private readonly View<T> _view;
    private readonly Comparer<T> _order;

    public SortedView(View<T> view, Comparer<T> order)
    {
        _view = view;
        _order = order;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery)
    {
        IReadOnlyList<T> rows = _view.Apply(delivery);
        return IsSorted(rows) ? rows : [.. rows.Order(_order)];
    }

    private bool IsSorted(IReadOnlyList<T> rows)
    {
        for (int i = 1; i < rows.Count; i++)
        {
            if (_order.Compare(rows[i - 1], rows[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
