namespace KanaPerps.Topics;

/// <summary>Shows each order of a list once, in its latest state.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class LatestView<T> : View<T>
{
    private readonly Func<T, string> _orderOf;

    public LatestView(Func<T, string> orderOf)
    {
        _orderOf = orderOf;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery)
    {
        HashSet<string> shown = [];
        List<T> latest = [];
        for (int i = delivery.Items.Length - 1; i >= 0; i--)
        {
            if (shown.Add(_orderOf(delivery.Items[i])))
            {
                latest.Add(delivery.Items[i]);
            }
        }

        latest.Reverse();
        return latest;
    }
}
