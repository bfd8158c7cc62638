using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>A notice in a recording whose kind this version does not know, or whose values it can't read: its text is all that is known of it.</summary>
public sealed record UnknownNotice : StreamNotice
{
    /// <summary>What the recording calls its kind.</summary>
    public required string Name { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => Text;
}
