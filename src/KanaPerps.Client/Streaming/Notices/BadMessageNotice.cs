using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>A message, or rows of one, that could not be delivered.</summary>
public sealed record BadMessageNotice : StreamNotice
{
    /// <summary>The kind of trouble.</summary>
    public required BadMessageReason Reason { get; init; }

    /// <summary>What exactly, naming the field where there is one.</summary>
    public required string Detail { get; init; }

    /// <summary>The beginning of what came, with control characters escaped.</summary>
    public required string Excerpt { get; init; }

    /// <summary>How many messages or rows had this trouble.</summary>
    public required int Count { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => Count == 1
        ? $"{What} was not delivered: {Detail}. It begins: {Excerpt}"
        : FormattableString.Invariant($"{Count} times {What.ToLowerInvariant()} was not delivered, first: {Detail}. It begins: {Excerpt}");

    private string What => Reason is BadMessageReason.BadRow or BadMessageReason.ForeignRow ? "A row" : "A message";
}
