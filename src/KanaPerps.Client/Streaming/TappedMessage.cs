namespace KanaPerps.Streaming;

/// <summary>A message as a tap gets it.</summary>
internal readonly ref struct TappedMessage
{
    /// <summary>The message as it came.</summary>
    public required ReadOnlySpan<byte> Utf8 { get; init; }

    /// <summary>When it was received: what its rows carry.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which connection of the feed it came over, from 1.</summary>
    public required int Connection { get; init; }

    /// <summary>Whether it was read as JSON, from its first byte to its last.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether it came as a binary message.</summary>
    public bool IsBinary { get; init; }
}
