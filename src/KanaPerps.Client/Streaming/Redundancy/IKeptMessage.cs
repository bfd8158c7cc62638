namespace KanaPerps.Streaming.Redundancy;

/// <summary>A message that a <see cref="MessageMatch{T}"/> keeps.</summary>
internal interface IKeptMessage
{
    /// <summary>What tells it from others.</summary>
    ulong Fingerprint { get; }

    /// <summary>When it came, by a monotonic clock.</summary>
    TimeSpan At { get; }

    /// <summary>How many bytes of memory it takes.</summary>
    int Size { get; }
}
