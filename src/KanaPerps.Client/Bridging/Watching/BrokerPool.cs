namespace KanaPerps.Bridging;

/// <summary>The connections to brokers: one for each broker, as long as a feed uses it. A connection that is lost is replaced for the feed that dials next.</summary>
internal sealed class BrokerPool
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedBroker> _brokers = [];
    private readonly TimeProvider _time;

    public BrokerPool(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>How many connections there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _brokers.Count;
            }
        }
    }

    /// <summary>Takes a part in the connection to a broker.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="stop">Ends the wait for it.</param>
    /// <returns>The connection; give it back with <see cref="Return"/>.</returns>
    /// <exception cref="KanaException">It could not be made.</exception>
    public async Task<SharedBroker> RentAsync(BrokerAddress address, CancellationToken stop)
    {
        string key = $"{(address.RequiresTls ? "tls" : "nats")} {address}";
        SharedBroker? broker;
        lock (_gate)
        {
            if (!_brokers.TryGetValue(key, out broker) || broker.HasEnded)
            {
                _brokers[key] = broker = new SharedBroker(address, _time);
            }

            broker.Users++;
        }

        try
        {
            await broker.ReadyAsync(stop).ConfigureAwait(false);
            return broker;
        }
        catch (Exception)
        {
            Return(broker);
            throw;
        }
    }

    /// <summary>Gives a part back. The connection of the last one is closed.</summary>
    /// <param name="broker">The connection.</param>
    public void Return(SharedBroker broker)
    {
        lock (_gate)
        {
            if (--broker.Users > 0)
            {
                return;
            }

            foreach (string key in _brokers.Where(b => b.Value == broker).Select(b => b.Key).ToArray())
            {
                _brokers.Remove(key);
            }
        }

        _ = broker.DisposeAsync().AsTask();
    }
}
