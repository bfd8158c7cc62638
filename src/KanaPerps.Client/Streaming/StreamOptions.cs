using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <summary>The limits and deadlines of streams. Every value is checked when it is set.</summary>
public sealed record StreamOptions
{
    private readonly int _maxMessageBytes = 16 * 1024 * 1024;
    private readonly int _maxEmptyFragments = 10_000;
    private readonly int _queueCapacity = 10_000;
    private readonly int _snapshotCapacity = 512;
    private readonly TimeSpan _snapshotPatience = TimeSpan.FromMilliseconds(20);
    private readonly TimeSpan _assemblyTimeout = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _dialTimeout = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _keepAliveInterval = TimeSpan.FromSeconds(20);
    private readonly TimeSpan _keepAliveTimeout = TimeSpan.FromSeconds(15);
    private readonly TimeSpan _firstMessageTimeout = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _emptyListPatience = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _staleAfter = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _backoffBase = TimeSpan.FromSeconds(0.5);
    private readonly TimeSpan _backoffMax = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _stableAfter = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(2);
    private readonly TimeSpan _linger = TimeSpan.FromSeconds(3);

    /// <summary>The largest message taken, in bytes; a larger one ends the connection. 1 KiB or more.</summary>
    public int MaxMessageBytes
    {
        get => _maxMessageBytes;
        init => _maxMessageBytes = AtLeast(value, 1024);
    }

    /// <summary>How many fragments without content one message may have before the connection is given up. 1 or more.</summary>
    public int MaxEmptyFragments
    {
        get => _maxEmptyFragments;
        init => _maxEmptyFragments = AtLeast(value, 1);
    }

    /// <summary>How many rows may wait for a slow consumer of a history topic before the oldest are dropped, with a notice. 1 or more.</summary>
    public int QueueCapacity
    {
        get => _queueCapacity;
        init => _queueCapacity = AtLeast(value, 1);
    }

    /// <summary>How many snapshots of a whole state may wait for a consumer before the newest takes the place of the one before it. 1 or more.</summary>
    public int SnapshotCapacity
    {
        get => _snapshotCapacity;
        init => _snapshotCapacity = AtLeast(value, 1);
    }

    /// <summary>
    /// How long a snapshot may wait for a consumer while there is a newer one. A consumer that keeps up gets every snapshot of a burst;
    /// one that does not gets no old ones.
    /// </summary>
    public TimeSpan SnapshotPatience
    {
        get => _snapshotPatience;
        init => _snapshotPatience = Positive(value);
    }

    /// <summary>How long the fragments of one message may take to arrive.</summary>
    public TimeSpan AssemblyTimeout
    {
        get => _assemblyTimeout;
        init => _assemblyTimeout = Positive(value);
    }

    /// <summary>How long connecting may take, with name lookup, TLS and the handshake.</summary>
    public TimeSpan DialTimeout
    {
        get => _dialTimeout;
        init => _dialTimeout = Positive(value);
    }

    /// <summary>The time between pings.</summary>
    public TimeSpan KeepAliveInterval
    {
        get => _keepAliveInterval;
        init => _keepAliveInterval = Positive(value);
    }

    /// <summary>How long a pong may take.</summary>
    public TimeSpan KeepAliveTimeout
    {
        get => _keepAliveTimeout;
        init => _keepAliveTimeout = Positive(value);
    }

    /// <summary>How long to wait for the first message before subscribing again, and once more before dialling again.</summary>
    public TimeSpan FirstMessageTimeout
    {
        get => _firstMessageTimeout;
        init => _firstMessageTimeout = Positive(value);
    }

    /// <summary>
    /// How long an empty first list of a connection waits for another list before it is taken for the state: a venue that has just started
    /// may answer before it has loaded what there is. Zero takes it at once.
    /// </summary>
    public TimeSpan EmptyListPatience
    {
        get => _emptyListPatience;
        init => _emptyListPatience = NotNegative(value);
    }

    /// <summary>After how much silence an order book counts as stale.</summary>
    public TimeSpan StaleAfter
    {
        get => _staleAfter;
        init => _staleAfter = Positive(value);
    }

    /// <summary>The upper bound of the first delay before dialling again; it doubles with each failure.</summary>
    public TimeSpan BackoffBase
    {
        get => _backoffBase;
        init => _backoffBase = Positive(value);
    }

    /// <summary>The upper bound of every delay before dialling again.</summary>
    public TimeSpan BackoffMax
    {
        get => _backoffMax;
        init => _backoffMax = Positive(value);
    }

    /// <summary>How long a connection must have lived, and brought valid data, for the delays to start small again.</summary>
    public TimeSpan StableAfter
    {
        get => _stableAfter;
        init => _stableAfter = Positive(value);
    }

    /// <summary>How long closing may take.</summary>
    public TimeSpan CloseTimeout
    {
        get => _closeTimeout;
        init => _closeTimeout = Positive(value);
    }

    /// <summary>How long a feed stays connected after its last subscriber left. Zero closes it at once.</summary>
    public TimeSpan Linger
    {
        get => _linger;
        init => _linger = NotNegative(value);
    }

    /// <summary>Those that each connection keeps to.</summary>
    internal ConnectionLimits ConnectionLimits => new()
    {
        MaxMessageBytes = MaxMessageBytes,
        MaxEmptyFragments = MaxEmptyFragments,
        DialTimeout = DialTimeout,
        KeepAliveInterval = KeepAliveInterval,
        KeepAliveTimeout = KeepAliveTimeout,
        CloseTimeout = CloseTimeout,
    };

    private static int AtLeast(int value, int least) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The limit must be {least} or more.");

    private static TimeSpan NotNegative(TimeSpan value) =>
        value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The time can't be negative.");

    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The time must be positive.");
}
