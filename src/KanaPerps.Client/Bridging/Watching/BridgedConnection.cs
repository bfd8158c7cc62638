using System.Net;
using System.Threading.Channels;
using KanaPerps.Nats;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Transport;
using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>
/// A feed's connection to the bridge that publishes it, by way of a broker: what a WebSocket is to the venue. It lasts as long as nothing is lost on the way and the bridge
/// lives, or another one goes on in its place.
/// </summary>
internal sealed class BridgedConnection : IConnection
{
    // Consumers are woken after this many messages at the latest, even if more are available.
    private const int LongestBurst = 64;

    // How many bytes may wait to be read: more only come where the feed is stuck.
    private const long MostWaiting = 64 * 1024 * 1024;

    // A bridge answers in a few milliseconds.
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly FeedKey _feed;
    private readonly string _name;
    private readonly BrokerAddress _address;
    private readonly BridgeSubjects _subjects;
    private readonly BrokerPool _pool;
    private readonly SharedBroker _broker;
    private readonly TimeProvider _time;
    private readonly string _inbox;
    private readonly BridgedOrder _order;
    private readonly List<IAsyncDisposable> _subscriptions = [];
    private readonly Channel<BridgedItem> _items = Channel.CreateUnbounded<BridgedItem>(new() { SingleReader = true });
    private readonly TaskCompletionSource<Loss> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The broker's connection outlives this one, and must not hold it.
    private readonly CancellationTokenSource _left = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BridgeHeartbeats? _heartbeats;
    private ITimer? _timer;
    private long _lastMessageAt;
    private long _waiting;
    private bool _isAsked;
    private TaskCompletionSource _unanswered = new();
    private int _looksAtEnd;

    private BridgedConnection(FeedKey feed, BrokerAddress address, BrokerPool pool, SharedBroker broker, TimeProvider time)
    {
        _feed = feed;
        _name = FeedName.Of(feed);
        _address = address;
        _subjects = new(address.Prefix!, address.Network!);
        _pool = pool;
        _broker = broker;
        _time = time;
        _inbox = broker.Connection.NewInbox();
        _order = new(_name);
        _lastMessageAt = time.GetTimestamp();
        broker.Connection.Denied += OnDenied;
        _ = broker.Connection.Closed.ContinueWith(_ => End(Loss.Passing("the connection to the broker broke")), _left.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public TimeSpan? AssemblyTime => null;

    /// <inheritdoc/>
    public TimeSpan SinceLastByte
    {
        get
        {
            TimeSpan message = _time.GetElapsedTime(Interlocked.Read(ref _lastMessageAt));
            return _heartbeats?.Age(_order.Bridge) is { } beat && beat < message ? beat : message;
        }
    }

    /// <inheritdoc/>
    public IPEndPoint? RemoteEndPoint => null;

    /// <inheritdoc/>
    public WireProblem? PartialMessage => null;

    /// <summary>Connects a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="pool">The connections to brokers.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="LossException">It failed; the loss says how.</exception>
    /// <exception cref="OperationCanceledException">The attempt was stopped.</exception>
    public static async Task<IConnection> DialAsync(FeedKey feed, BrokerPool pool, TimeSpan timeout, TimeProvider time, CancellationToken stop)
    {
        BrokerAddress address = BrokerAddress.Read(feed.Endpoint.WebSocket, hasPath: true);
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        BridgedConnection? connection = null;
        try
        {
            SharedBroker broker = await pool.RentAsync(address, either.Token).ConfigureAwait(false);
            connection = new(feed, address, pool, broker, time);
            await connection.JoinAsync(either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e) when (!stop.IsCancellationRequested && BridgedLoss.Of(e, address, feed) is { } loss)
        {
            connection?.Dispose();
            throw new LossException(loss);
        }
        catch (Exception)
        {
            connection?.Dispose();
            stop.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Asks the bridge for the present state, unless that has just been done.</summary>
    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8)
    {
        if (_isAsked)
        {
            _isAsked = false;
            return;
        }

        try
        {
            await AskAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (BrokerException)
        {
            throw new LossException(Loss.Passing("the connection to the broker broke"));
        }
    }

    /// <inheritdoc/>
    public Task<Loss> PumpAsync(Action<ReceivedMessage> onMessage, Action onBurstEnd) => Task.Run(async () =>
    {
        while (await _items.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            int burst = 0;
            while (burst < LongestBurst && _items.Reader.TryRead(out BridgedItem item))
            {
                Interlocked.Add(ref _waiting, -item.Payload.Length);
                onMessage(new(item.Payload, item.IsBinary) { Notice = item.Notice, Problem = item.Problem });
                burst++;
            }

            onBurstEnd();
        }

        return await _end.Task.ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public async Task CloseAsync(Task pump)
    {
        Abort();
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Abort() => End(Loss.Passing("the connection was closed"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Abort();
        _timer?.Dispose();
        _broker.Connection.Denied -= OnDenied;
        _left.Cancel();
        _ = LeaveAsync();
    }

    private async Task JoinAsync(CancellationToken cancellation)
    {
        _heartbeats = await _broker.HeartbeatsAsync(_subjects.Heartbeat).WaitAsync(cancellation).ConfigureAwait(false);
        _subscriptions.Add(await _broker.Connection.SubscribeAsync(_inbox, OnAnswer, cancellation).ConfigureAwait(false));
        _subscriptions.Add(await _broker.Connection.SubscribeAsync(_subjects.Data(_feed), OnPublished, cancellation).ConfigureAwait(false));
        _subscriptions.Add(await _broker.Connection.SubscribeAsync(_subjects.Notice(_feed), OnPublished, cancellation).ConfigureAwait(false));
        while (!_joined.Task.IsCompleted && !_end.Task.IsCompleted)
        {
            _unanswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await AskAsync(cancellation).ConfigureAwait(false);

            // A question may be lost with a bridge that just leaves.
            await Task.WhenAny(_joined.Task, _end.Task, _unanswered.Task, Task.Delay(s_answerTime, _time, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (_unanswered.Task.IsCompleted)
            {
                // Between two bridges the next one is about to begin.
                BridgeSurvey survey = await BridgeSurvey.RunAsync(_broker.Connection, _feed, _address, _time, cancellation).ConfigureAwait(false);
                if (!survey.HasAppeared)
                {
                    throw new LossException(BridgedLoss.NoBridge(_feed, survey.Words()));
                }
            }
        }

        _isAsked = true;
        if (_end.Task.IsCompleted)
        {
            throw new LossException(await _end.Task.ConfigureAwait(false));
        }

        TimeSpan interval = _order.Silence / 5;
        _timer = _time.CreateTimer(_ => Look(), null, interval, interval);
    }

    private Task AskAsync(CancellationToken cancellation) => _broker.Connection.PublishAsync(_subjects.Ask(_feed), ReadOnlyMemory<byte>.Empty, _inbox, cancellation);

    private async Task LeaveAsync()
    {
        try
        {
            foreach (IAsyncDisposable subscription in _subscriptions)
            {
                await subscription.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _pool.Return(_broker);
        }
    }

    private void OnAnswer(in BrokerMessage message)
    {
        lock (_gate)
        {
            if (message.Status == 503)
            {
                // Once joined, it means nothing: another bridge may still come in the place of this one.
                _unanswered.TrySetResult();
            }
            else if (BridgeAnswer.TryRead(message.Payload, _feed, out IReadOnlyList<BridgedItem> items) is not { } record)
            {
                return;
            }
            else if (record.Format > BridgeRecord.CurrentFormat)
            {
                End(BridgedLoss.LaterVersion(record.Version));
            }
            else
            {
                Take(_order.Join(record, items));
                _joined.TrySetResult();
            }
        }
    }

    private void OnPublished(in BrokerMessage message)
    {
        lock (_gate)
        {
            Take(_order.Take(message.Id, message.Payload, BridgedLine.Read(message.Payload, _feed)));
        }
    }

    private void Take(IEnumerable<BridgedItem> items)
    {
        Interlocked.Exchange(ref _lastMessageAt, _time.GetTimestamp());
        foreach (BridgedItem item in items)
        {
            if (BridgedLoss.Of(item.Notice) is { } loss)
            {
                End(loss);
            }
            else if (item.Notice is null || BridgedLoss.IsForwarded(item.Notice))
            {
                Interlocked.Add(ref _waiting, item.Payload.Length);
                _items.Writer.TryWrite(item);
            }
        }

        if (Interlocked.Read(ref _waiting) > MostWaiting)
        {
            End(Loss.Passing("more came than could be read"));
        }
        else if (_order.Missing > 0)
        {
            End(BridgedLoss.Missing(_order.Missing));
        }
    }

    // A bridge that gives no sign of life may have been replaced by another one that has nothing new to say: that one answers.
    private void Look()
    {
        TimeSpan age = _heartbeats!.Age(_order.Bridge) ?? SinceLastByte;
        bool hasEnded = _heartbeats.HasEnded(_order.Bridge);
        _looksAtEnd = hasEnded ? _looksAtEnd + 1 : 0;
        if (age > _order.Silence || _looksAtEnd > 2)
        {
            End(hasEnded ? BridgedLoss.Stopped() : BridgedLoss.Silent(age));
        }
        else if (hasEnded || age > _order.Silence * 3 / 5)
        {
            _ = AskAsync(CancellationToken.None).ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private void OnDenied(string words)
    {
        if (words.Contains($"\"{_subjects.Data(_feed)}\"", StringComparison.Ordinal) || words.Contains($"\"{_subjects.Notice(_feed)}\"", StringComparison.Ordinal)
            || words.Contains($"\"{_subjects.Ask(_feed)}\"", StringComparison.Ordinal) || words.Contains($"\"{_inbox}\"", StringComparison.Ordinal))
        {
            End(BridgedLoss.Denied(words));
        }
    }

    private void End(Loss loss)
    {
        _end.TrySetResult(loss);
        _items.Writer.TryComplete();
    }
}
