namespace KanaPerps.Simulator.Replay;

/// <summary>How a recording is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Recorded seconds per second of real time, 0 to 10000. With 0 it goes as fast as the readers take it.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Where to begin, or null for the beginning of the recording.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where to end, or null for the end of the recording.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether to begin again at the end.</summary>
    public bool Loop { get; init; }

    /// <summary>The replay begins when so many subscriptions have come, at least 1.</summary>
    public int SubscriptionCount { get; init; } = 1;

    /// <summary>The TCP port on 127.0.0.1, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Checks that every value is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Speed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Speed, 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(SubscriptionCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(From ?? DateTimeOffset.MinValue, To ?? DateTimeOffset.MaxValue);
    }
}
