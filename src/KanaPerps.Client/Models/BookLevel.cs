using System.Diagnostics.CodeAnalysis;

namespace KanaPerps;

/// <summary>A price level of an order book.</summary>
/// <remarks>Kept small: a book is mostly levels.</remarks>
[SuppressMessage("Design", "CA1036", Justification = "The order is there for sorting; a < between two levels would not say what of them is less.")]
public readonly record struct BookLevel : IComparable<BookLevel>, IComparable
{
    // Ticks and a plain version take half the room of their nullable public forms.
    private readonly long _updatedTicks;
    private readonly ulong _version;

    /// <summary>Makes a level.</summary>
    /// <param name="price">The price.</param>
    /// <param name="size">The size resting at that price.</param>
    /// <param name="lastUpdated">When the level last changed, or null.</param>
    /// <param name="transactionVersion">The ledger version of the last change, or null.</param>
    public BookLevel(decimal price, decimal size, DateTimeOffset? lastUpdated = null, ulong? transactionVersion = null)
        : this(price, size, lastUpdated?.UtcTicks ?? 0, transactionVersion ?? 0)
    {
    }

    /// <summary>Makes a level from the short forms of time and version.</summary>
    /// <param name="price">The price.</param>
    /// <param name="size">The size resting at that price.</param>
    /// <param name="updatedTicks">When the level last changed, in ticks of UTC, or 0.</param>
    /// <param name="version">The ledger version of the last change, or 0.</param>
    internal BookLevel(decimal price, decimal size, long updatedTicks, ulong version)
    {
        Price = price;
        Size = size;
        _updatedTicks = updatedTicks;
        _version = version;
    }

    /// <summary>The price. Wire: <c>price</c>.</summary>
    public decimal Price { get; }

    /// <summary>The size resting at that price. Wire: <c>size</c>.</summary>
    public decimal Size { get; }

    /// <summary>When the level last changed, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated => _updatedTicks == 0 ? null : new DateTimeOffset(_updatedTicks, TimeSpan.Zero);

    /// <summary>The ledger version of the last change, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion => _version == 0 ? null : _version;

    /// <summary>Orders levels by price, then by size and by what else they hold, so that only equal levels compare as equal.</summary>
    /// <param name="other">The level to compare with.</param>
    /// <returns>Less than, equal to or greater than zero.</returns>
    public int CompareTo(BookLevel other) => (Price, Size, _updatedTicks, _version).CompareTo((other.Price, other.Size, other._updatedTicks, other._version));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The other object is no level.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        BookLevel other => CompareTo(other),
        _ => throw new ArgumentException($"A {nameof(BookLevel)} compares with its kind only.", nameof(obj)),
    };

    /// <summary>When the level last changed, in ticks of UTC, or 0.</summary>
    internal long UpdatedTicks => _updatedTicks;

    /// <summary>The ledger version of the last change, or 0.</summary>
    internal ulong Version => _version;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Size} @ {Price}");
}
