namespace KanaPerps.Transport;

/// <summary>The limits and deadlines of a connection. The values have been checked.</summary>
internal sealed record ConnectionLimits
{
    /// <summary>The largest message taken, in bytes.</summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary>How many fragments without content one message may have.</summary>
    public required int MaxEmptyFragments { get; init; }

    /// <summary>How long connecting may take, with name lookup, TLS and the handshake.</summary>
    public required TimeSpan DialTimeout { get; init; }

    /// <summary>The time between pings.</summary>
    public required TimeSpan KeepAliveInterval { get; init; }

    /// <summary>How long a pong may take.</summary>
    public required TimeSpan KeepAliveTimeout { get; init; }

    /// <summary>How long closing may take.</summary>
    public required TimeSpan CloseTimeout { get; init; }
}
