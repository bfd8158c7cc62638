using KanaPerps.Nats;

namespace KanaPerps.Bridging;

/// <summary>A connection to a broker that all feeds share which come from there.</summary>
internal sealed class SharedBroker : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task<BridgeHeartbeats>> _heartbeats = [];
    private readonly Task<BrokerConnection> _connecting;

    /// <summary>Begins to connect.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="time">The clock.</param>
    public SharedBroker(BrokerAddress address, TimeProvider time)
    {
        _time = time;
        _connecting = Task.Run(() => new BridgeBroker(address, new BrokerLogin()).ConnectAsync("watcher", _stop.Token));
    }

    /// <summary>How many feeds use it. Used under the lock of the pool.</summary>
    public int Users { get; set; }

    /// <summary>Whether it can't be used any more.</summary>
    public bool HasEnded => _connecting.IsFaulted || _connecting.IsCanceled || (_connecting.IsCompletedSuccessfully && _connecting.Result.Closed.IsCompleted);

    /// <summary>The connection, once it stands.</summary>
    public BrokerConnection Connection => _connecting.Result;

    /// <summary>Waits until it stands.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="KanaException">It could not be made.</exception>
    public Task ReadyAsync(CancellationToken stop) => _connecting.WaitAsync(stop);

    /// <summary>The heartbeats of a network's bridges.</summary>
    /// <param name="subject">Their subject.</param>
    /// <returns>The heartbeats, once they are listened to.</returns>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    public Task<BridgeHeartbeats> HeartbeatsAsync(string subject)
    {
        lock (_heartbeats)
        {
            if (!_heartbeats.TryGetValue(subject, out Task<BridgeHeartbeats>? known))
            {
                known = ListenAsync(subject);
                _heartbeats.Add(subject, known);
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connecting.IsCompletedSuccessfully)
        {
            await _connecting.Result.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task<BridgeHeartbeats> ListenAsync(string subject)
    {
        BridgeHeartbeats heartbeats = new(_time);
        await Connection.SubscribeAsync(subject, heartbeats.Take, _stop.Token).ConfigureAwait(false);
        return heartbeats;
    }
}
