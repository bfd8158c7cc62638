namespace KanaPerps.Streaming;

/// <summary>
/// How far a feed has come: its state and when what happened. Written by the feed's supervisor and the pump that it runs, read by
/// whoever asks; used under the feed's lock.
/// </summary>
internal sealed class FeedProgress
{
    private readonly TimeProvider _time;
    private long _subscribedAt;
    private long _lastMessageAt;
    private long _lostAt;
    private TimeSpan _unnoticed;
    private DateTimeOffset _lastMessageTime;
    private bool _warnedOfSilence;

    public FeedProgress(TimeProvider time)
    {
        _time = time;
        Since = time.GetUtcNow();
    }

    public ConnectionState State { get; private set; } = ConnectionState.Connecting;

    public DateTimeOffset Since { get; private set; }

    /// <summary>Whether a message has come on the present connection.</summary>
    public bool HasMessage { get; private set; }

    /// <summary>Whether a message has ever come.</summary>
    public bool WasLive { get; private set; }

    /// <summary>Whether the topic has been silent for longer than it should be.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Whether data flows as it should: live, and not stale.</summary>
    public bool IsHealthy => State == ConnectionState.Live && !IsStale;

    /// <summary>Whether the last dial came as far as the subscription.</summary>
    public bool IsSubscribed => _subscribedAt != 0;

    /// <summary>The outage that a message ends if it comes now: null while the connection that brought the last one stands.</summary>
    public Outage? Outage => !HasMessage && WasLive ? new(_lastMessageTime, _time.GetElapsedTime(_lostAt) + _unnoticed) : null;

    /// <summary>How many connections in a row brought no message although they were subscribed twice.</summary>
    public int SilentConnections { get; private set; }

    public DateTimeOffset? LastLoss { get; private set; }

    public string? LastLossReason { get; private set; }

    /// <summary>How long the present connection has been subscribed; zero before.</summary>
    public TimeSpan Uptime => _subscribedAt == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_subscribedAt);

    /// <summary>How old the last message is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => WasLive ? _time.GetElapsedTime(_lastMessageAt) : null;

    public void Enter(ConnectionState state)
    {
        State = state;
        Since = _time.GetUtcNow();
    }

    public void Dialling()
    {
        HasMessage = false;
        _subscribedAt = 0;
        Enter(ConnectionState.Connecting);
    }

    public void Subscribed()
    {
        _subscribedAt = _time.GetTimestamp();
        Enter(ConnectionState.Subscribed);
    }

    public void Message(DateTimeOffset receivedAt)
    {
        _lastMessageAt = _time.GetTimestamp();
        _lastMessageTime = receivedAt;
        IsStale = false;
        if (!HasMessage)
        {
            HasMessage = true;
            WasLive = true;
            SilentConnections = 0;
            _warnedOfSilence = false;
            Enter(ConnectionState.Live);
        }
    }

    public void Lost(Loss loss)
    {
        if (HasMessage)
        {
            _lostAt = _time.GetTimestamp();
            _unnoticed = loss.Unnoticed;
        }

        SilentConnections += loss.Kind == KanaErrorKind.NoFirstMessage ? 1 : 0;
        LastLoss = _time.GetUtcNow();
        LastLossReason = loss.Reason;
    }

    /// <summary>Takes note of staleness.</summary>
    /// <returns>Whether it is news.</returns>
    public bool TurnStale()
    {
        bool isNews = !IsStale;
        IsStale = true;
        return isNews;
    }

    /// <summary>Takes note of a silence from the start.</summary>
    /// <returns>Whether it has not been told yet.</returns>
    public bool TurnSilent()
    {
        bool isNews = !_warnedOfSilence;
        _warnedOfSilence = true;
        return isNews;
    }

    public LivenessLook Look(TimeSpan sinceLastLook, TimeSpan? assemblyTime, int subscriptionsSent, bool isSteady) => new()
    {
        SinceLastLook = sinceLastLook,
        SinceSubscribed = Uptime,
        SinceLastMessage = HasMessage ? _time.GetElapsedTime(_lastMessageAt) : Uptime,
        AssemblyTime = assemblyTime,
        HasMessage = HasMessage,
        SubscriptionsSent = subscriptionsSent,
        SilentConnections = SilentConnections,
        IsSteady = isSteady,
    };
}
