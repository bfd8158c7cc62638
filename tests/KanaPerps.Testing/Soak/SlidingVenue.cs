using System.Net.Sockets;
using KanaPerps.Testing.Faults;

namespace KanaPerps.Testing.Soak;

/// <summary>
/// A venue whose list of fills is shorter than what happens between two messages: it slides past what was sent before, its connections
/// end, and what answers after that is at times a replica that is behind. The rows are numbered without a gap.
/// </summary>
internal sealed class SlidingVenue : IAsyncDisposable
{
    private const int Window = 10;

    private readonly ScriptedServer _server = new();
    private readonly Random _random;
    private readonly Dictionary<string, int> _faults = [];
    private int _newest = 100;

    public SlidingVenue(int seed)
    {
        _random = new Random(seed);
    }

    public KanaEndpoint Endpoint => _server.Endpoint;

    /// <summary>The number of the newest row.</summary>
    public int Newest => _newest;

    /// <summary>What was done to the client so far.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>Serves one connection after the other until the token is cancelled; the last one is left as it is.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            try
            {
                ScriptedWebSocket socket = await _server.AcceptSubscriberAsync();
                await ServeAsync(socket, mayBeBehind: !isFirst, end);
                if (end.IsCancellationRequested)
                {
                    return;
                }

                Count("connection ended");
                socket.Drop();
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // The client has left first, and comes again.
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(ScriptedWebSocket socket, bool mayBeBehind, CancellationToken end)
    {
        if (mayBeBehind && _random.Next(2) == 0)
        {
            Count("replica behind");
            await SendAsync(socket, _newest - _random.Next(1, Window / 2));
        }

        for (int left = _random.Next(3, 30); left > 0 && !end.IsCancellationRequested; left--)
        {
            bool slides = _random.Next(4) == 0;
            _newest += slides ? Window + _random.Next(2, 10) : _random.Next(0, Window);
            if (slides)
            {
                Count("list slid");
            }

            await SendAsync(socket, _newest);
            await Schedule.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(1, 10)), CancellationToken.None);
        }
    }

    private static Task SendAsync(ScriptedWebSocket socket, int newest) =>
        socket.SendTextAsync(Messages.Fills(Enumerable.Range(newest - Window + 1, Window).Reverse()));

    private void Count(string fault) => _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
}
