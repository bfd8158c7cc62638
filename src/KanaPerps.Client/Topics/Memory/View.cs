namespace KanaPerps.Topics;

/// <summary>What one subscriber makes of what a feed delivers. Lives on the consumer's side of the queue.</summary>
/// <typeparam name="T">The model.</typeparam>
internal abstract class View<T>
{
    /// <summary>Turns a delivery into what the subscriber is to see.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <returns>The objects, possibly none.</returns>
    public abstract IReadOnlyList<T> Apply(Delivery<T> delivery);
}
