using KanaPerps.Transport;

namespace KanaPerps.Streaming;

/// <summary>
/// The state of a feed and the times of its events. Written by the feed's supervisor and the pump that it runs, read from any thread; used
/// under the feed's lock.
/// </summary>
internal sealed class FeedProgress
{
    // The shortest time between two reports: a quiet market that changes only now and then must not cause one each time.
    private static readonly TimeSpan s_standstillPause = TimeSpan.FromMinutes(30);

    private readonly TimeProvider _time;
    private readonly long _start;
    private long _subscribedAt;
    private long _lastMessageAt;
    private long _lastMoveAt;
    private long _lostAt;
    private long _standstillReportedAt;

    // How long the loss at _lostAt had not been noticed.
    private TimeSpan _unnoticed;
    private DateTimeOffset _lastMessageTime;

    // By the venue's clock: when the data last changed, if it says so, and the newest time in any message.
    private DateTimeOffset? _dataTime;
    private DateTimeOffset? _newestSeen;

    private bool _isOutageReported;
    private bool _isSilenceReported;
    private bool _isStandstillReported;

    public FeedProgress(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        Since = time.GetUtcNow();
    }

    public ConnectionState State { get; private set; } = ConnectionState.Connecting;

    public DateTimeOffset Since { get; private set; }

    /// <summary>Whether a message has arrived on the current connection.</summary>
    public bool HasMessage { get; private set; }

    /// <summary>How many connections have subscribed, the present one included.</summary>
    public int Connections { get; private set; }

    /// <summary>The number of the connection that brought the last message, counted from 1.</summary>
    public int LastMessageConnection { get; private set; }

    /// <summary>Whether a message has ever arrived.</summary>
    public bool WasLive { get; private set; }

    /// <summary>Whether the topic has been silent for longer than it should be.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Whether the bridge that the feed comes from has lost the venue.</summary>
    public bool IsUpstreamLost { get; private set; }

    /// <summary>Whether data arrives as it should: live, and not stale.</summary>
    public bool IsHealthy => State == ConnectionState.Live && !IsStale;

    /// <summary>Whether the present or last connection got as far as subscribing.</summary>
    public bool IsSubscribed => _subscribedAt != 0;

    /// <summary>
    /// The outage that a message would end now; or null if there is none, because the present connection has had a message or no lack of data has
    /// been reported.
    /// </summary>
    public Outage? Outage => HasMessage ? null
        : WasLive ? new(_lastMessageTime, _time.GetElapsedTime(_lostAt) + _unnoticed)
        : _isOutageReported ? new(null, SinceStart)
        : null;

    /// <summary>How many connections in a row had no message although they subscribed twice.</summary>
    public int SilentConnections { get; private set; }

    /// <summary>
    /// Which spelling of the key to subscribe with: the one that last had data, or the next one after each silent connection.
    /// </summary>
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

    /// <summary>
    /// How old the newest data is, or null if none has arrived: the time since it last changed, or since the venue's own time if that is
    /// older.
    /// </summary>
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

    /// <summary>How many messages in a row were the same as the one before, or had no new row.</summary>
    public long UnmovedMessages { get; private set; }

    public void Enter(ConnectionState state)
    {
        State = state;
        Since = _time.GetUtcNow();
    }

    /// <summary>A connection is about to be made.</summary>
    public void OnDialling()
    {
        HasMessage = false;
        IsUpstreamLost = false;
        _subscribedAt = 0;
        Enter(ConnectionState.Connecting);
    }

    /// <summary>Forgets all messages.</summary>
    public void Reset()
    {
        (HasMessage, WasLive, IsStale) = (false, false, false);
        (_isOutageReported, _isSilenceReported, _isStandstillReported) = (false, false, false);
        (UnmovedMessages, _dataTime, _newestSeen) = (0, null, null);
    }

    /// <summary>The connection is open, and the subscription was sent.</summary>
    public void OnSubscribed()
    {
        Connections++;
        _subscribedAt = _time.GetTimestamp();
        Enter(ConnectionState.Subscribed);
    }

    /// <summary>A message with data was received.</summary>
    public void OnMessage(DateTimeOffset receivedAt)
    {
        _lastMessageAt = _time.GetTimestamp();
        _lastMessageTime = receivedAt;
        LastMessageConnection = Connections;
        IsStale = false;
        IsUpstreamLost = false;
        if (!HasMessage)
        {
            HasMessage = true;
            WasLive = true;
            SilentConnections = 0;
            _isOutageReported = false;
            _isSilenceReported = false;
            Enter(ConnectionState.Live);
        }
    }

    /// <summary>Records the age of a message's data.</summary>
    /// <param name="hasMoved">Whether something in it differs from the message before.</param>
    /// <param name="newest">The newest time in it, by the venue's clock, or null.</param>
    public void OnData(bool hasMoved, DateTimeOffset? newest)
    {
        if (!hasMoved)
        {
            UnmovedMessages++;
            return;
        }

        // If only a row has gone, the times in the list are no newer than before, and do not say when the list changed.
        bool saysWhen = _newestSeen is null || newest > _newestSeen;
        _dataTime = saysWhen ? newest : null;
        _newestSeen = saysWhen ? newest : _newestSeen;
        _lastMoveAt = _time.GetTimestamp();
        UnmovedMessages = 0;
        _isStandstillReported = false;
    }

    /// <summary>The connection was lost, or could not be made.</summary>
    public void OnLost(Loss loss)
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

    /// <summary>The bridge that the feed comes from has lost the venue. The connection to the bridge stands.</summary>
    public void OnUpstreamLost(Loss loss)
    {
        OnLost(loss);
        HasMessage = false;
        IsUpstreamLost = true;
        Enter(ConnectionState.Backoff);
    }

    /// <summary>Records that a lack of data was reported to subscribers.</summary>
    /// <returns>Whether it is the first time since the last message.</returns>
    public bool MarkOutageReported()
    {
        bool isNews = !_isOutageReported;
        _isOutageReported = true;
        return isNews;
    }

    /// <summary>Records that the feed is stale.</summary>
    /// <returns>Whether it was not stale before.</returns>
    public bool MarkStale()
    {
        bool isNews = !IsStale;
        IsStale = true;
        return isNews;
    }

    /// <summary>Records that a lack of first messages was reported to subscribers: it counts as an outage.</summary>
    public void MarkSilenceReported()
    {
        _isSilenceReported = true;
        _isOutageReported = true;
    }

    /// <summary>Records that the data stands still: messages arrive, without anything new.</summary>
    /// <returns>Whether to report it: once per standstill, and not within 30 minutes of the last report.</returns>
    public bool MarkStandstill()
    {
        bool isNews = !_isStandstillReported && (_standstillReportedAt == 0 || _time.GetElapsedTime(_standstillReportedAt) >= s_standstillPause);
        _isStandstillReported = true;
        _standstillReportedAt = isNews ? Math.Max(1, _time.GetTimestamp()) : _standstillReportedAt;
        return isNews;
    }

    /// <summary>What <see cref="Liveness"/> judges the connection by.</summary>
    public LivenessLook Look(TimeSpan sinceLastCheck, TimeSpan? assemblyTime, int subscriptionsSent, bool isSteady) => new()
    {
        SinceLastCheck = sinceLastCheck,
        SinceSubscribed = Uptime,
        SinceLastMessage = HasMessage ? _time.GetElapsedTime(_lastMessageAt) : Uptime,
        SinceLastMove = HasMessage && UnmovedMessages > 1 ? _time.GetElapsedTime(_lastMoveAt) : TimeSpan.Zero,
        AssemblyTime = assemblyTime,
        HasMessage = HasMessage,
        SubscriptionsSent = subscriptionsSent,
        SilentConnections = SilentConnections,
        IsSilenceReported = _isSilenceReported,
        IsSteady = isSteady,
    };
}
