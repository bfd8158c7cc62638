using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>Shows deliveries as they are, or all but the initial one.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class PlainView<T> : View<T>
{
    private readonly bool _newOnly;

    public PlainView(bool newOnly)
    {
        _newOnly = newOnly;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery) => _newOnly && delivery.IsInitial ? [] : Receipt.Renew(delivery.Items, delivery.RepeatedAt);
}
