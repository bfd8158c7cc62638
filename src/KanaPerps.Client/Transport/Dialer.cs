using System.Net;
using System.Net.WebSockets;

namespace KanaPerps.Transport;

/// <summary>Dials an endpoint for one feed, within the feed's own budget and that of the host. When to dial is decided by the feed.</summary>
internal sealed class Dialer
{
    private readonly Uri _endpoint;
    private readonly ConnectionLimits _limits;
    private readonly TimeProvider _time;
    private readonly DialBudget _hosts;
    private readonly Func<CancellationToken, Task<IConnection>>? _other;
    private readonly TokenBucket _dials = new(3, TimeSpan.FromSeconds(3.5));
    private readonly long _start;

    /// <summary>Prepares dials.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="limits">The limits of each connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hosts">The budget that all feeds of a host share.</param>
    /// <param name="other">Dials in another way than for a WebSocket, or null.</param>
    public Dialer(Uri endpoint, ConnectionLimits limits, TimeProvider time, DialBudget hosts, Func<CancellationToken, Task<IConnection>>? other = null)
    {
        _other = other;
        _endpoint = endpoint;
        _limits = limits;
        _time = time;
        _hosts = hosts;
        _start = time.GetTimestamp();
    }

    /// <summary>Waits until the budgets allow one more dial.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>When to dial.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task WaitForTurnAsync(CancellationToken stop)
    {
        // The budgets protect the venue. Feeds of a bridge have one connection together, and a dial is a question over it.
        if (_other is not null)
        {
            return;
        }

        TimeSpan own = _dials.Take(_time.GetElapsedTime(_start));
        if (own > TimeSpan.Zero)
        {
            await Task.Delay(own, _time, stop).ConfigureAwait(false);
        }

        await _hosts.TakeAsync(_endpoint, stop).ConfigureAwait(false);
    }

    /// <summary>Takes a dial out of the feed's own budget, for a request that costs the venue as much.</summary>
    /// <returns>False when there is none without a wait: then none is taken.</returns>
    public bool TrySpendDial()
    {
        if (_dials.Take(_time.GetElapsedTime(_start)) == TimeSpan.Zero)
        {
            return true;
        }

        _dials.GiveBack();
        return false;
    }

    /// <summary>Dials.</summary>
    /// <param name="stop">Ends the dial at once.</param>
    /// <param name="avoid">An address of the host that is tried last, or null.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="LossException">The dial failed; the loss says how.</exception>
    /// <exception cref="OperationCanceledException">The dial was stopped.</exception>
    public async Task<IConnection> DialAsync(CancellationToken stop, IPAddress? avoid = null)
    {
        if (_other is not null)
        {
            return await _other(stop).ConfigureAwait(false);
        }

        WebSocketConnection.WarmUpOnce(_endpoint, _limits, _time);
        ClientWebSocket socket = new();
        (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = KeepAlive.For(_limits);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("User-Agent", Route.UserAgent);
        using DialTransport transport = new(_endpoint, _limits.MaxMessageBytes, _time, avoid);
        using CancellationTokenSource deadline = new(_limits.DialTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            await socket.ConnectAsync(_endpoint, transport.Invoker, either.Token).ConfigureAwait(false);
            socket.HttpResponseHeaders = null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            HttpStatusCode status = socket.HttpStatusCode;
            string? retryAfter = socket.HttpResponseHeaders?.FirstOrDefault(h => h.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
            transport.Route.Abandon();
            socket.Dispose();
            throw new LossException(FailureClassifier.Handshake(e, status, retryAfter, _time.GetUtcNow(), transport.Route.CertificateProblem, transport.Route.Proxy));
        }
        catch
        {
            transport.Route.Abandon();
            socket.Dispose();
            stop.ThrowIfCancellationRequested();
            throw;
        }

        return await WebSocketConnection.StartAsync(_endpoint, socket, _limits, _time, transport.Meter, transport.Route.RemoteEndPoint).ConfigureAwait(false);
    }
}
