using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <summary>
/// How far a feed has come: its state and when what happened. Written by the feed's supervisor and the pump that it runs, read by
/// whoever asks; used under the feed's lock.
/// </summary>
internal sealed class FeedProgress
{
    // A market that is quiet for long, moves once and is quiet again is not told of each time.
    private static readonly TimeSpan s_standstillPause = TimeSpan.FromMinutes(30);

    private readonly TimeProvider _time;
    private readonly long _start;
    private long _subscribedAt;
    private long _lastMessageAt;
    private long _lastMoveAt;
    private long _lostAt;
    private long _standstillToldAt;
    private TimeSpan _unnoticed;
    private DateTimeOffset _lastMessageTime;
    private DateTimeOffset? _dataTime;
    private DateTimeOffset? _newestSeen;
    private bool _isOutageTold;
    private bool _isSilenceTold;
    private bool _isStandstillTold;

    public FeedProgress(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
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
    public Outage? Outage => HasMessage ? null
        : WasLive ? new(_lastMessageTime, _time.GetElapsedTime(_lostAt) + _unnoticed)
        : _isOutageTold ? new(null, SinceStart)
        : null;

    /// <summary>How many connections in a row brought no message although they were subscribed twice.</summary>
    public int SilentConnections { get; private set; }

    /// <summary>Which spelling of the key to subscribe with: the one that brought data last, and the next one after each silent connection.</summary>
    public int Spelling { get; private set; }

    public DateTimeOffset? LastLoss { get; private set; }

    public string? LastLossReason { get; private set; }

    /// <summary>How long the feed has existed.</summary>
    public TimeSpan SinceStart => _time.GetElapsedTime(_start);

    /// <summary>How long the present connection has been subscribed; zero before.</summary>
    public TimeSpan Uptime => _subscribedAt == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_subscribedAt);

    /// <summary>How old the last message is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => WasLive ? _time.GetElapsedTime(_lastMessageAt) : null;

    /// <summary>How long there has been no data: since the last message, or since the feed began.</summary>
    public TimeSpan Silence => LastMessageAge ?? SinceStart;

    /// <summary>How old the newest data is, or null when none has come: since it moved last, and by the venue's own time where that says more.</summary>
    public TimeSpan? DataAge
    {
        get
        {
            if (!WasLive)
            {
                return null;
            }

            TimeSpan sinceMove = _time.GetElapsedTime(_lastMoveAt);
            TimeSpan byVenue = _dataTime is { } time ? _time.GetUtcNow() - time : TimeSpan.Zero;
            return byVenue > sinceMove ? byVenue : sinceMove;
        }
    }

    /// <summary>How many messages in a row have brought nothing new.</summary>
    public long UnmovedMessages { get; private set; }

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
            _isOutageTold = false;
            _isSilenceTold = false;
            Enter(ConnectionState.Live);
        }
    }

    /// <summary>Takes note of what a message says about the data's age.</summary>
    /// <param name="hasMoved">Whether something in it differs from the message before.</param>
    /// <param name="newest">The newest time in it, by the venue's clock, or null.</param>
    public void Data(bool hasMoved, DateTimeOffset? newest)
    {
        if (!hasMoved)
        {
            UnmovedMessages++;
            return;
        }

        // A row that has gone leaves no time behind: then the rest of the list does not say when it changed.
        bool saysWhen = _newestSeen is null || newest > _newestSeen;
        _dataTime = saysWhen ? newest : null;
        _newestSeen = saysWhen ? newest : _newestSeen;
        _lastMoveAt = _time.GetTimestamp();
        UnmovedMessages = 0;
        _isStandstillTold = false;
    }

    public void Lost(Loss loss)
    {
        if (HasMessage)
        {
            _lostAt = _time.GetTimestamp();
            _unnoticed = loss.Unnoticed;
        }

        if (loss.Kind == KanaErrorKind.NoFirstMessage)
        {
            SilentConnections++;
            Spelling++;
        }

        LastLoss = _time.GetUtcNow();
        LastLossReason = loss.Reason;
    }

    /// <summary>Takes note that watchers are told that there is no data.</summary>
    /// <returns>Whether that is the first they hear of it since the last message.</returns>
    public bool TellOutage()
    {
        bool isNews = !_isOutageTold;
        _isOutageTold = true;
        return isNews;
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
    public void TurnSilent()
    {
        _isSilenceTold = true;
        _isOutageTold = true;
    }

    /// <summary>Takes note that the messages bring nothing new.</summary>
    /// <returns>Whether to tell it.</returns>
    public bool TurnStandstill()
    {
        bool isNews = !_isStandstillTold && (_standstillToldAt == 0 || _time.GetElapsedTime(_standstillToldAt) >= s_standstillPause);
        _isStandstillTold = true;
        _standstillToldAt = isNews ? Math.Max(1, _time.GetTimestamp()) : _standstillToldAt;
        return isNews;
    }

    public LivenessLook Look(TimeSpan sinceLastLook, TimeSpan? assemblyTime, int subscriptionsSent, bool isSteady) => new()
    {
        SinceLastLook = sinceLastLook,
        SinceSubscribed = Uptime,
        SinceLastMessage = HasMessage ? _time.GetElapsedTime(_lastMessageAt) : Uptime,
        SinceLastMove = HasMessage && UnmovedMessages > 1 ? _time.GetElapsedTime(_lastMoveAt) : TimeSpan.Zero,
        AssemblyTime = assemblyTime,
        HasMessage = HasMessage,
        SubscriptionsSent = subscriptionsSent,
        SilentConnections = SilentConnections,
        IsSilenceTold = _isSilenceTold,
        IsSteady = isSteady,
    };
}
