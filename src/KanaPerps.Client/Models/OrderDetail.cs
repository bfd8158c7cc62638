using System.Diagnostics.CodeAnalysis;

namespace KanaPerps;

/// <summary>An order asked for by its id: what the order history tells, and how much of it is filled.</summary>
public sealed record OrderDetail : OrderRecord
{
    [SetsRequiredMembers]
    internal OrderDetail(OrderRecord order)
        : base(order)
    {
    }

    /// <summary>The size filled so far, or null when the venue did not say. Wire: <c>total_filled</c>.</summary>
    public decimal? FilledSize { get; init; }

    /// <summary>The size not filled yet, or null when the venue did not say. Wire: <c>remaining_size</c>.</summary>
    public decimal? RemainingSize { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
