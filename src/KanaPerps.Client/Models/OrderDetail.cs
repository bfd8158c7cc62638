using System.Diagnostics.CodeAnalysis;

namespace KanaPerps;

/// <summary>An order requested by its id: the data of the order history, and how much of it is filled.</summary>
public sealed record OrderDetail : OrderRecord
{
    [SetsRequiredMembers]
    internal OrderDetail(OrderRecord order)
        : base(order)
    {
    }

    /// <summary>The size filled so far, or null if the venue did not send it. Wire: <c>total_filled</c>.</summary>
    public decimal? FilledSize { get; init; }

    /// <summary>The size not filled yet, or null if the venue did not send it. Wire: <c>remaining_size</c>.</summary>
    public decimal? RemainingSize { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
