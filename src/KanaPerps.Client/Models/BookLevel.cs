namespace KanaPerps;

/// <summary>A price level of an order book. Kept small: a book is mostly levels.</summary>
public readonly record struct BookLevel
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
    {
        Price = price;
        Size = size;
        _updatedTicks = lastUpdated?.UtcTicks ?? 0;
        _version = transactionVersion ?? 0;
    }

    /// <summary>The price. Wire: <c>price</c>.</summary>
    public decimal Price { get; }

    /// <summary>The size resting at that price. Wire: <c>size</c>.</summary>
    public decimal Size { get; }

    /// <summary>When the level last changed, in UTC, or null. Wire: <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated => _updatedTicks == 0 ? null : new DateTimeOffset(_updatedTicks, TimeSpan.Zero);

    /// <summary>The ledger version of the last change, or null. Wire: <c>transaction_version</c>.</summary>
    public ulong? TransactionVersion => _version == 0 ? null : _version;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Size} @ {Price}");
}
