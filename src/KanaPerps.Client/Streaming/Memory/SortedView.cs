namespace KanaPerps.Streaming;

/// <summary>Sorts what another view shows of each delivery, for rows that the venue sends in no order.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SortedView<T> : View<T>
{
    private readonly View<T> _view;
    private readonly Func<T, string> _sortKey;

    public SortedView(View<T> view, Func<T, string> sortKey)
    {
        _view = view;
        _sortKey = sortKey;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery)
    {
        IReadOnlyList<T> rows = _view.Apply(delivery);
        return rows.Count > 1 ? [.. rows.OrderBy(_sortKey, StringComparer.Ordinal)] : rows;
    }
}
