using KanaPerps.Topics;
using KanaPerps.Transport;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <content>What the feed reports: notices to its subscribers, and its status.</content>
internal abstract partial class Feed
{
    private WireProblem? _lastProblem;
    private WireProblem? _lastUnused;
    private long _unused;

    public ConnectionStatus Status()
    {
        lock (Gate)
        {
            return new ConnectionStatus
            {
                Id = Id,
                Topic = Key.Topic,
                Key = Key.Key,
                Feed = Key,
                Endpoint = Key.Endpoint.WebSocket,
                State = _progress.State,
                Since = _progress.Since,
                Healthy = _progress.IsHealthy,
                Subscribers = SubscriberCount + _taps.Length,
                LastMessageAge = _progress.LastMessageAge,
                DataAge = _progress.DataAge,
                Messages = Counters.Messages,
                Bytes = Counters.Bytes,
                Rows = Counters.Rows,
                Reconnects = Counters.Reconnects,
                LastLoss = _progress.LastLoss,
                LastLossReason = _progress.LastLossReason,
                Gaps = Counters.Gaps,
                Lagged = Counters.LostRows,
                Merged = Counters.Merged + UncountedMerges,
                BadMessagesByReason = Counters.BadMessages(),
                UnusedMessages = _unused,
                LastUnusedMessage = _lastUnused?.Excerpt,
                UnusedReason = _lastUnused?.Reason,
                HoldsEmptyList = HoldsEmptyList,
                InexactNumbers = Counters.InexactNumbers,
            };
        }
    }

    /// <summary>Records that data arrived, and how old it is. Called under the lock.</summary>
    protected void NoteData(bool hasMoved, DateTimeOffset? newest)
    {
        _progress.Data(hasMoved, newest);
        (_unused, _lastUnused) = (0, null);
    }

    /// <summary>
    /// From when on rows may be missing. A message may have been delayed before it was received, so the gap begins with its newest row.
    /// </summary>
    protected static DateTimeOffset Earlier(DateTimeOffset lastMessage, DateTimeOffset? newestRow) =>
        newestRow is { } known && known < lastMessage ? known : lastMessage;

    /// <summary>Sends a notice that a venue can cause any number of times, throttled, to every subscriber. Called under the lock.</summary>
    protected void Report(RepeatableNotice notice, bool isUrgent = false)
    {
        if (_throttle.Take(notice, isUrgent) is { } due)
        {
            Broadcast(due);
        }
    }

    /// <summary>The notice for a subscriber that joins while messages arrive without a change; else null. Called under the lock.</summary>
    protected StandstillNotice? Standstill()
    {
        LivenessLook look = _progress.Look(TimeSpan.Zero, assemblyTime: null, subscriptionsSent: 1, _topic.IsSteady);
        return _progress.IsHealthy && Liveness.Assess(look, _context.Options) == LivenessVerdict.Standstill ? StandstillSince(look.SinceLastMove) : null;
    }

    /// <summary>
    /// Counts messages and rows that could not be delivered, and reports them. Single rows of another key are only counted.
    /// </summary>
    protected void ReportBad(WireProblem problem, bool isUrgent = false)
    {
        Counters.AddBad(problem.Reason, problem.Count);
        _lastProblem = problem;
        if (problem.Reason != BadMessageReason.ForeignRow)
        {
            Report(NoticeOf(problem), isUrgent);
        }
    }

    /// <summary>Counts rows that are lost, and reports each in its place, not later as a sum.</summary>
    protected void ReportLost(WireProblem rows)
    {
        Counters.AddBad(rows.Reason, rows.Count);
        Broadcast(NoticeOf(rows));
    }

    /// <summary>Reports that data arrives again, before that data is delivered. Called under the lock.</summary>
    protected void ReportRecovery(Outage outage, in MemoryReport report, DateTimeOffset receivedAt)
    {
        if (outage.Since is not { } lastMessage)
        {
            Broadcast(new ConnectedNotice { Feed = Key, At = receivedAt, After = outage.Length });
            return;
        }

        Counters.AddReconnect(withGap: report.Completeness == Completeness.PossibleGap);
        Broadcast(new ReconnectedNotice { Feed = Key, At = receivedAt, From = Earlier(lastMessage, report.KnownUntil), Downtime = outage.Length, Completeness = report.Completeness });
    }

    private BadMessageNotice NoticeOf(WireProblem problem) =>
        new() { Feed = Key, At = Time.GetUtcNow(), Reason = problem.Reason, Detail = problem.Detail, Excerpt = problem.Excerpt, Count = problem.Count };

    // A message without data for this feed. If its rows belong to another key, it is reported here, since subscribers get no row of it.
    private void NoteUnused()
    {
        _unused++;
        _lastUnused = _lastProblem;
        if (_lastProblem is { Reason: BadMessageReason.ForeignRow } foreign)
        {
            Report(NoticeOf(foreign));
        }
    }

    private void ReportLoss(Loss loss, TimeSpan wait)
    {
        // A subscription without data has a notice of its own, which comes later: the connection that is given up here works.
        bool isSilence = loss.Kind == KanaErrorKind.NoFirstMessage;
        Broadcast(new ReconnectingNotice
        {
            Feed = Key,
            At = Time.GetUtcNow(),
            Reason = loss.Reason,
            Kind = loss.Kind,
            Attempt = _policy.Attempt,
            Delay = wait,
            WasConnected = _progress.WasLive || _progress.IsSubscribed,
            BeginsOutage = !isSilence && _progress.ReportOutage(),
        });
    }

    // Reported before the loss, because it came before it in the stream.
    private void ReportPartialMessage(IConnection connection)
    {
        lock (Gate)
        {
            if (connection.PartialMessage is { } partial && !_stop.IsCancellationRequested)
            {
                ReportBad(partial);
            }
        }
    }

    private LivenessVerdict Look(IConnection connection, int subscriptionsSent, TimeSpan sinceLastLook)
    {
        lock (Gate)
        {
            LivenessLook look = _progress.Look(sinceLastLook, connection.AssemblyTime, subscriptionsSent, _topic.IsSteady);
            LivenessVerdict verdict = Liveness.Assess(look, _context.Options);
            switch (verdict)
            {
                case LivenessVerdict.WarnOfSilence:
                    _progress.TurnSilent();
                    Broadcast(Silence());
                    break;
                case LivenessVerdict.Stale when _progress.TurnStale():
                    Broadcast(new StaleNotice { Feed = Key, At = Time.GetUtcNow(), Silence = look.SinceLastMessage });
                    break;
                case LivenessVerdict.Standstill when _progress.TurnStandstill():
                    Broadcast(StandstillSince(look.SinceLastMove));
                    break;
            }

            foreach (RepeatableNotice due in _throttle.TakeDue())
            {
                Broadcast(due);
            }

            return verdict;
        }
    }

    private StandstillNotice StandstillSince(TimeSpan sinceLastMove) =>
        new() { Feed = Key, At = Time.GetUtcNow(), Messages = _progress.UnmovedMessages + 1, DataAge = _progress.DataAge ?? sinceLastMove };

    private NoFirstMessageNotice Silence() => new()
    {
        Feed = Key,
        At = Time.GetUtcNow(),
        Waited = _progress.Silence,
        UnusedMessages = _unused,
        LastUnusedMessage = _lastUnused?.Excerpt,
        UnusedReason = _lastUnused?.Reason,
        LikelyCause = NoFirstMessageNotice.CauseOf(_topic, _progress.WasLive, _lastUnused?.Reason),
    };
}
