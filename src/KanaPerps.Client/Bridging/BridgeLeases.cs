using KanaPerps.Nats;
using KanaPerps.Recording;
using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>
/// Which feeds this bridge publishes. The lease of a feed is a message of the stream that is only stored if it follows the one that was read, so two bridges never have it at
/// once. A bridge keeps its leases as long as it sends heartbeats.
/// </summary>
internal sealed class BridgeLeases
{
    private readonly Bridge _bridge;
    private readonly BridgeTimes _times;
    private readonly BrokerConnection _connection;
    private readonly WakeSignal _wake;
    private readonly TimeProvider _time;
    private readonly Func<BridgeRecord> _record;
    private readonly BridgeLease[] _leases;
    private readonly BridgeHeartbeats _heartbeats;
    private readonly long _begunAt;

    public BridgeLeases(Bridge bridge, BridgeTimes times, BrokerConnection connection, WakeSignal wake, TimeProvider time, Func<BridgeRecord> record)
    {
        _bridge = bridge;
        _times = times;
        _connection = connection;
        _wake = wake;
        _time = time;
        _record = record;
        _leases = [.. bridge.Queue.Feeds.Select(f => new BridgeLease(f))];
        _begunAt = time.GetTimestamp();
        _heartbeats = new(time);
    }

    /// <summary>Listens to other bridges.</summary>
    public async Task ListenAsync(BridgeSubjects subjects, CancellationToken cancellation)
    {
        await _connection.SubscribeAsync(subjects.Heartbeat, _heartbeats.Take, cancellation).ConfigureAwait(false);
        await _connection.SubscribeAsync(subjects.AllLeases, OnLease, cancellation).ConfigureAwait(false);
    }

    /// <summary>All leases may have changed.</summary>
    public void Doubt() => Array.ForEach(_leases, l => l.IsDirty = true);

    /// <summary>Reads the leases that may have changed, and takes those whose bridge is dead.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_leases.Where(l => l.IsDirty).Select(l => RefreshAsync(l, cancellation))).ConfigureAwait(false);
        foreach (BridgeLease lease in _leases.Where(l => !l.Feed.IsLeading && IsDead(l.Holder)))
        {
            await ClaimAsync(lease, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Frees memory that a takeover does not need, while another bridge publishes.</summary>
    public void Tidy()
    {
        lock (_bridge.Queue.Gate)
        {
            foreach (BridgeLease lease in _leases.Where(l => !l.Feed.IsLeading && !IsDead(l.Holder)))
            {
                _bridge.Queue.Free(lease.Feed.Forget(_times.Memory));
            }
        }
    }

    /// <summary>Gives the leases back, so that another bridge goes on at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        foreach (BridgeLease lease in _leases.Where(l => l.Feed.IsLeading))
        {
            byte[] free = (_record() with { Bridge = "", Term = lease.Term }).Write();
            await (await _connection.StoreAsync(lease.Feed.LeaseSubject, free, null, lease.Sequence, cancellation).ConfigureAwait(false)).WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task RefreshAsync(BridgeLease lease, CancellationToken cancellation)
    {
        lease.IsDirty = false;
        lease.Take(await _connection.LastOfAsync(lease.Feed.LeaseSubject, cancellation).ConfigureAwait(false));
        if (lease.Holder == _bridge.Id)
        {
            await LeadAsync(lease, cancellation).ConfigureAwait(false);
        }
        else if (lease.Holder.Length == 0)
        {
            await ClaimAsync(lease, cancellation).ConfigureAwait(false);
        }
        else
        {
            await StandByAsync(lease, cancellation).ConfigureAwait(false);
        }
    }

    // Takes the lease, unless another bridge has taken it first.
    private async Task ClaimAsync(BridgeLease lease, CancellationToken cancellation)
    {
        if (_bridge.IsStopping)
        {
            return;
        }

        // Higher than before also where the stream was deleted, and the lease before with it.
        ulong term = Math.Max(Math.Max(lease.Term, lease.Feed.Term) + 1, (ulong)_time.GetUtcNow().ToUnixTimeMilliseconds());
        byte[] claim = (_record() with { Term = term }).Write();
        StoredAck answer = await (await _connection.StoreAsync(lease.Feed.LeaseSubject, claim, null, lease.Sequence, cancellation).ConfigureAwait(false)).WaitAsync(cancellation).ConfigureAwait(false);
        if (answer.IsOutrun)
        {
            lease.IsDirty = true;
            _wake.Set();
            return;
        }

        BridgeSender.ThrowIfRejected(answer);
        lease.Take(_bridge.Id, answer.Sequence, term);
        await LeadAsync(lease, cancellation).ConfigureAwait(false);
    }

    private async Task LeadAsync(BridgeLease lease, CancellationToken cancellation)
    {
        (BridgeFeed feed, ulong term) = (lease.Feed, lease.Term);
        if (feed.Term != term)
        {
            lock (_bridge.Queue.Gate)
            {
                _bridge.Queue.Lead(feed, term);
            }
        }
        else if (lease.Subscription is not null)
        {
            return;
        }
        else if (feed.HasInFlight)
        {
            // Sent over an earlier connection: the stream may have it.
            long message = await LastSentAsync(feed.Data, term, cancellation).ConfigureAwait(false);
            long notice = await LastSentAsync(feed.Notice, term, cancellation).ConfigureAwait(false);
            lock (_bridge.Queue.Gate)
            {
                _bridge.Queue.Free(feed.SendAgain(message, notice));
            }
        }

        await ReplaceAsync(lease, await _connection.SubscribeAsync(feed.Ask, (in BrokerMessage question) => OnAsk(feed, question), cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task StandByAsync(BridgeLease lease, CancellationToken cancellation)
    {
        BridgeFeed feed = lease.Feed;
        bool wasLeading = feed.IsLeading;
        lock (_bridge.Queue.Gate)
        {
            _bridge.Queue.Free(feed.StandBy());
        }

        if (wasLeading || lease.Subscription is null)
        {
            if (await _connection.LastOfAsync(feed.Data, cancellation).ConfigureAwait(false) is { } last)
            {
                AddPublished(feed, last.Id, last.Payload.Span);
            }

            await ReplaceAsync(lease, await _connection.SubscribeAsync(feed.Data, (in BrokerMessage message) => AddPublished(feed, message.Id, message.Payload), cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task ReplaceAsync(BridgeLease lease, IAsyncDisposable subscription)
    {
        IAsyncDisposable? before = lease.Subscription;
        lease.Subscription = subscription;
        if (before is not null)
        {
            await before.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<long> LastSentAsync(string subject, ulong term, CancellationToken cancellation) =>
        await _connection.LastOfAsync(subject, cancellation).ConfigureAwait(false) is { } last && BridgeMessageId.TryParse(last.Id, out BridgeMessageId id) && id.Term == term ? id.Sequence : 0;

    // Dead: no heartbeat for the time of a lease, while this bridge has listened.
    private bool IsDead(string bridge) => (_heartbeats.Age(bridge) ?? _time.GetElapsedTime(_begunAt)) > _times.Lease;

    private void OnLease(in BrokerMessage message)
    {
        // A hint: a claim that came too late is published as well, so the stream is asked.
        string subject = message.Subject;
        if (Array.Find(_leases, l => l.Feed.LeaseSubject == subject) is { } lease)
        {
            lease.IsDirty = true;
            _wake.Set();
        }
    }

    private void AddPublished(BridgeFeed feed, string? id, ReadOnlySpan<byte> line)
    {
        if (BridgeMessageId.TryParse(id, out _) && LineParser.TryParse(line, out LineShape shape, out _) && shape.Kind == RecordedKind.Message)
        {
            lock (_bridge.Queue.Gate)
            {
                _bridge.Queue.Free(feed.AddPublished(line.Slice(shape.Payload.Start, shape.Payload.Length)));
            }
        }
    }

    private void OnAsk(BridgeFeed feed, in BrokerMessage question)
    {
        if (question.ReplyTo is not { } replyTo)
        {
            return;
        }

        byte[] answer;
        lock (_bridge.Queue.Gate)
        {
            if (!feed.IsLeading)
            {
                return;
            }

            (long sequence, ReadOnlyMemory<byte>? message, IReadOnlyList<StreamNotice> notices) = feed.State();
            BridgeRecord record = _record() with { Term = feed.Term, Sequence = sequence, SilenceMs = (int)_times.Silence.TotalMilliseconds };
            answer = BridgeAnswer.Write(record, message, notices);
        }

        _ = AnswerAsync(replyTo, answer);
    }

    private async Task AnswerAsync(string replyTo, byte[] answer)
    {
        try
        {
            await _connection.PublishAsync(replyTo, answer, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (BrokerException)
        {
            // The session ends by that as well.
        }
    }
}
