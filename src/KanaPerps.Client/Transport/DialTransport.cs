using System.Net;

namespace KanaPerps.Transport;

/// <summary>One dial of a stream: the way to the endpoint, which keeps nothing for later, and what follows the frames of the connection.</summary>
internal sealed class DialTransport : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Prepares a dial.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="maxMessageBytes">The largest message taken.</param>
    /// <param name="time">The clock.</param>
    /// <param name="avoid">An address of the host that is tried last, or null.</param>
    public DialTransport(Uri endpoint, int maxMessageBytes, TimeProvider time, IPAddress? avoid = null)
    {
        Meter = new FrameMeter(time);
        Route = new Route(endpoint, time, new StaggeredDial(time) { Avoid = avoid });

        // What ClientWebSocket makes for itself follows redirects, to any host.
        SocketsHttpHandler handler = Route.CreateHandler();
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.PlaintextStreamFilter = (context, _) =>
        {
            // With a proxy there are two: the way to the proxy, and the way through it that comes last.
            Meter = new FrameMeter(time);
            return ValueTask.FromResult<Stream>(new MeteredStream(context.PlaintextStream, Meter, maxMessageBytes));
        };
        _invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>The way to the endpoint, and what stood in it.</summary>
    public Route Route { get; }

    /// <summary>What the handshake is sent by.</summary>
    public HttpMessageInvoker Invoker => _invoker;

    /// <summary>What follows the frames of the connection.</summary>
    public FrameMeter Meter { get; private set; }

    /// <summary>Gives the handler back; a connection that stands is not touched.</summary>
    public void Dispose()
    {
        Route.Dispose();
        _invoker.Dispose();
    }
}
