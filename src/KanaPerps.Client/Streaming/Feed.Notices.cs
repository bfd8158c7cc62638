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
                State = Progress.State,
                Since = Progress.Since,
                Healthy = Progress.IsHealthy,
                Subscribers = SubscriberCount + _taps.Length,
                LastMessageAge = Progress.LastMessageAge,
                DataAge = Progress.DataAge,
                Messages = Counters.Messages,
                Bytes = Counters.Bytes,
                Rows = Counters.Rows,
                Reconnects = Counters.Reconnects,
                LastLoss = Progress.LastLoss,
                LastLossReason = Progress.LastLossReason,
                Gaps = Counters.Gaps,
                Lagged = Counters.LostRows,
                Merged = Counters.Merged + UncountedMerges,
                BadMessagesByReason = Counters.BadMessages(),
                UnusedMessages = _unused,
                LastUnusedMessage = _lastUnused?.Excerpt,
                UnusedReason = _lastUnused?.Reason,
                HoldsEmptyList = HoldsEmptyList,
                InexactNumbers = Counters.InexactNumbers,
                Redundancy = _redundancy.State.IsWanted ? 2 : 1,
                Leader = _redundancy.State.Leader,
                Standby = _redundancy.State.IsWanted ? _redundancy.State.Standby : null,
                CanTakeOver = _redundancy.State.CanTakeOver,
                Takeovers = _redundancy.State.Takeovers,
                Saved = _redundancy.State.Saved,
            };
        }
    }

    /// <summary>Records that data arrived, and how old it is. Called under the lock.</summary>
    protected void RecordData(bool hasMoved, DateTimeOffset? newest)
    {
        Progress.OnData(hasMoved, newest);
        (_unused, _lastUnused) = (0, null);
    }

    /// <summary>
    /// When a possible gap begins: with the newest row known if that is older than the last message, which may have been delayed on its way.
    /// </summary>
    protected static DateTimeOffset GapStart(DateTimeOffset lastMessage, DateTimeOffset? newestRow) =>
        newestRow is { } known && known < lastMessage ? known : lastMessage;

    /// <summary>
    /// Sends a notice of a kind that a venue can cause any number of times to every subscriber. Throttled: it may be sent later, as a count.
    /// Called under the lock.
    /// </summary>
    protected void Report(RepeatableNotice notice, bool isUrgent = false)
    {
        if (_throttle.Take(notice, isUrgent) is { } due)
        {
            Broadcast(due);
        }
    }

    /// <summary>The notice for a subscriber that joins while messages arrive without a change; else null. Called under the lock.</summary>
    protected StandstillNotice? StandstillForNewSubscriber()
    {
        LivenessLook look = Progress.Look(TimeSpan.Zero, assemblyTime: null, subscriptionsSent: 1, _topic.IsSteady);
        return Progress.IsHealthy && Liveness.Assess(look, _context.Options) == LivenessVerdict.Standstill ? StandstillSince(look.SinceLastMove) : null;
    }

    /// <summary>
    /// Counts messages and rows that could not be delivered, and reports them. Rows of another key among rows of this one are only counted.
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

    /// <summary>Counts rows that are lost, and reports them at once: their place in the stream matters, so they are not throttled.</summary>
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
        Broadcast(new ReconnectedNotice { Feed = Key, At = receivedAt, From = GapStart(lastMessage, report.KnownUntil), Downtime = outage.Length, Completeness = report.Completeness });
    }

    private BadMessageNotice NoticeOf(WireProblem problem) =>
        new() { Feed = Key, At = Time.GetUtcNow(), Reason = problem.Reason, Detail = problem.Detail, Excerpt = problem.Excerpt, Count = problem.Count };

    // Counts a message without data for this feed. If all its rows belong to another key, it is reported here: ReportBad only counts such rows.
    private void CountUnused()
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
        // A connection that delivered nothing works: the outage is reported later, by NoFirstMessageNotice.
        bool isSilence = loss.Kind == KanaErrorKind.NoFirstMessage;
        Broadcast(new ReconnectingNotice
        {
            Feed = Key,
            At = Time.GetUtcNow(),
            Reason = loss.Reason,
            Kind = loss.Kind,
            Attempt = _policy.Attempt,
            Delay = wait,
            WasConnected = Progress.WasLive || Progress.IsSubscribed,
            BeginsOutage = !isSilence && Progress.MarkOutageReported(),
        });
    }

    // Called before the loss is reported, because the partial message came before it.
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

    private LivenessVerdict CheckLiveness(IConnection connection, int subscriptionsSent, TimeSpan sinceLastCheck)
    {
        lock (Gate)
        {
            LivenessLook look = Progress.Look(sinceLastCheck, connection.AssemblyTime, subscriptionsSent, _topic.IsSteady);
            LivenessVerdict verdict = Progress.IsUpstreamLost ? LivenessVerdict.Fine : Liveness.Assess(look, _context.Options);
            switch (verdict)
            {
                case LivenessVerdict.WarnOfSilence:
                    Progress.MarkSilenceReported();
                    Broadcast(NoFirstMessage());
                    break;
                case LivenessVerdict.Stale when Progress.MarkStale():
                    Broadcast(new StaleNotice { Feed = Key, At = Time.GetUtcNow(), Silence = look.SinceLastMessage });
                    break;
                case LivenessVerdict.Standstill when Progress.MarkStandstill():
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
        new() { Feed = Key, At = Time.GetUtcNow(), Messages = Progress.UnmovedMessages + 1, DataAge = Progress.DataAge ?? sinceLastMove };

    private NoFirstMessageNotice NoFirstMessage() => new()
    {
        Feed = Key,
        At = Time.GetUtcNow(),
        Waited = Progress.Silence,
        UnusedMessages = _unused,
        LastUnusedMessage = _lastUnused?.Excerpt,
        UnusedReason = _lastUnused?.Reason,
        LikelyCause = NoFirstMessageNotice.CauseOf(_topic, Progress.WasLive, _lastUnused?.Reason),
    };
}
