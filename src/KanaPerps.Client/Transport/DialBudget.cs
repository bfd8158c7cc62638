namespace KanaPerps.Transport;

/// <summary>What keeps a crowd of feeds from storming a host that has just come back: all feeds of one host share one budget of dials.</summary>
internal sealed class DialBudget
{
    private const int Burst = 40;
    private static readonly TimeSpan s_refill = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public DialBudget(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Waits for a dial out of a host's budget. Who stops waiting takes nothing: a crowd that comes and goes costs no one else time.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>When to dial.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task TakeAsync(Uri endpoint, CancellationToken stop)
    {
        Host host = Find(endpoint);
        await host.Turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            TimeSpan wait = host.Dials.Take(_time.GetElapsedTime(_start));
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            host.Dials.GiveBack();
            throw;
        }
        finally
        {
            host.Turn.Release();
        }
    }

    private Host Find(Uri endpoint)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(endpoint.Authority, out Host? host))
            {
                host = new Host(new TokenBucket(Burst, s_refill), new SemaphoreSlim(1));
                _hosts.Add(endpoint.Authority, host);
            }

            return host;
        }
    }

    // One at a time waits for a token, in the order they came; so it is always the last token taken that is given back.
    private sealed record Host(TokenBucket Dials, SemaphoreSlim Turn);
}
