namespace KanaPerps.Topics;

/// <summary>Shows the rows of some markets, of a topic that is of all markets.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class MarketView<T> : View<T>
{
    private readonly View<T> _all;
    private readonly Func<T, long> _marketOf;
    private readonly IReadOnlySet<long> _markets;

    public MarketView(View<T> all, Func<T, long> marketOf, IReadOnlySet<long> markets)
    {
        _all = all;
        _marketOf = marketOf;
        _markets = markets;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery) => [.. _all.Apply(delivery).Where(r => _markets.Contains(_marketOf(r)))];
}
