using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>A message, or rows of one, that could not be delivered.</summary>
public sealed record BadMessageNotice : RepeatableNotice
{
    /// <summary>The kind of trouble.</summary>
    public required BadMessageReason Reason { get; init; }

    /// <summary>What exactly, naming the field where there is one.</summary>
    public required string Detail { get; init; }

    /// <summary>The beginning of what came, with control characters escaped.</summary>
    public required string Excerpt { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => (Count, IsRepeat) switch
    {
        (1, false) => $"a {Thing} was skipped: {Detail}. It begins: {Excerpt}",
        (1, true) => $"another {Thing} was skipped: {Detail}. It begins: {Excerpt}",
        (_, false) => FormattableString.Invariant($"{Count} {Thing}s were skipped, the first because {Detail}. It begins: {Excerpt}"),
        (_, true) => FormattableString.Invariant($"{Count} more {Thing}s were skipped, the last because {Detail}. It begins: {Excerpt}"),
    };

    /// <inheritdoc/>
    internal override object Kind => Reason;

    private string Thing => Reason is BadMessageReason.BadRow or BadMessageReason.ForeignRow ? "row" : "message";
}
