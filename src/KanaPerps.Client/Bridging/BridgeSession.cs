using KanaPerps.Nats;
using KanaPerps.Recording;

namespace KanaPerps.Bridging;

/// <summary>
/// A bridge's time on one connection to the broker. It ends when the connection is lost or the broker refuses something; the bridge begins another one then.
/// </summary>
internal sealed class BridgeSession : IAsyncDisposable
{
    private readonly Bridge _bridge;
    private readonly BridgeOptions _options;
    private readonly BrokerConnection _connection;
    private readonly WakeSignal _wake;
    private readonly TimeProvider _time;
    private readonly BridgeSubjects _subjects;
    private readonly BridgeLeases _leases;
    private readonly BridgeSender _sender;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<BrokerException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _beatAt;
    private int _announced;

    // When the last heartbeat was sent that the broker has confirmed.
    private long _confirmedAt;
    private bool _wasUnconfirmed;

    public BridgeSession(Bridge bridge, BridgeOptions options, BrokerConnection connection, WakeSignal wake, TimeProvider time)
    {
        _bridge = bridge;
        _options = options;
        _connection = connection;
        _wake = wake;
        _time = time;
        _subjects = new(options.Prefix, options.Endpoint.Name);
        _leases = new(bridge, options.Times, connection, wake, time, Record);
        _sender = new(bridge, connection, wake);
        connection.Denied += words => Fail(new(BrokerFailure.Denied, words));
        _ = connection.Closed.ContinueWith(closed => Fail(closed.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Looks at the stream, announces the bridge and finds out which feeds it publishes.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>When that is done.</returns>
    /// <exception cref="KanaException">The broker can't be used.</exception>
    public async Task BeginAsync(BridgeBroker broker, CancellationToken cancellation)
    {
        try
        {
            _bridge.Queue.LargestLine = await WithoutFailure(BridgeStream.PrepareAsync(_connection, broker.Address, _options, cancellation)).ConfigureAwait(false);
            await _leases.ListenAsync(_subjects, cancellation).ConfigureAwait(false);
            await BeatAsync(ends: false, cancellation).ConfigureAwait(false);
            await WithoutFailure(_leases.RefreshAsync(cancellation)).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            throw BridgeErrors.Of(broker.Address, e);
        }
    }

    /// <summary>Publishes until the bridge stops or the session fails.</summary>
    /// <param name="onLook">Called each time before it sends.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>When the bridge has stopped and everything is published.</returns>
    /// <exception cref="BrokerException">The session has failed.</exception>
    public async Task RunAsync(Action onLook, CancellationToken stop)
    {
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(stop, _end.Token);
        _ = OrFailAsync(_sender.ConfirmAsync(any.Token));
        while (true)
        {
            onLook();
            await LookAsync(any.Token).ConfigureAwait(false);
            if (_bridge.IsStopping && _bridge.Queue.IsConfirmed)
            {
                await WithoutFailure(_leases.ReleaseAsync(any.Token)).ConfigureAwait(false);
                await BeatAsync(ends: true, any.Token).ConfigureAwait(false);
                return;
            }

            await _wake.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (_failure.Task.IsCompleted)
        {
            throw await _failure.Task.ConfigureAwait(false);
        }

        if (_time.GetElapsedTime(_beatAt) >= _options.Times.Heartbeat)
        {
            _ = OrFailAsync(BeatAsync(ends: false, cancellation));
            _bridge.Queue.ReportHoles();
            _leases.Tidy();
        }

        if (_time.GetElapsedTime(Interlocked.Read(ref _confirmedAt)) >= _options.Times.Confirmed)
        {
            // Another bridge may take over soon, or has: nothing is sent before the leases have been read again.
            _wasUnconfirmed = true;
            return;
        }

        if (_wasUnconfirmed)
        {
            _wasUnconfirmed = false;
            _leases.Doubt();
        }

        await WithoutFailure(_leases.RefreshAsync(cancellation)).ConfigureAwait(false);
        if (_bridge.Leading > _announced)
        {
            // Watchers that came between two bridges wait for this.
            _ = OrFailAsync(BeatAsync(ends: false, cancellation));
        }

        _bridge.Enter(_bridge.Leading > 0 ? BridgeState.Publishing : BridgeState.Standby);
        await _sender.SendAsync(cancellation).ConfigureAwait(false);
    }

    private async Task BeatAsync(bool ends, CancellationToken cancellation)
    {
        long sentAt = _beatAt = _time.GetTimestamp();
        IReadOnlyList<string> led = _bridge.Queue.Led;
        _announced = led.Count;
        BridgeRecord record = Record() with
        {
            Feeds = led,
            SilenceMs = (int)_options.Times.Silence.TotalMilliseconds,
            Confirmed = Interlocked.Read(ref _confirmedAt) is not 0 and long confirmed && _time.GetElapsedTime(confirmed) < _options.Times.Lease ? true : null,
            Ends = ends ? true : null,
        };
        Task<StoredAck> answer = await _connection.StoreAsync(_subjects.Heartbeat, record.Write(), id: null, lastOfSubject: null, cancellation).ConfigureAwait(false);
        BridgeSender.ThrowIfRejected(await WithoutFailure(answer.WaitAsync(cancellation)).ConfigureAwait(false));
        Interlocked.Exchange(ref _confirmedAt, sentAt);
        _wake.Set();
    }

    private BridgeRecord Record() => new() { At = RecordingTime.Text(_time.GetUtcNow()), Bridge = _bridge.Id, Version = _options.Version };

    private void Fail(BrokerException reason)
    {
        if (_failure.TrySetResult(reason))
        {
            _wake.Set();
        }
    }

    // What goes on beside the loop ends the session by its failure.
    private async Task OrFailAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            Fail(e);
        }
        catch (OperationCanceledException)
        {
        }
    }

    // Waits for something, or throws as soon as the session has failed.
    private async Task WithoutFailure(Task task)
    {
        if (await Task.WhenAny(task, _failure.Task).ConfigureAwait(false) == _failure.Task && !task.IsCompleted)
        {
            throw await _failure.Task.ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    private async Task<T> WithoutFailure<T>(Task<T> task)
    {
        await WithoutFailure((Task)task).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }
}
