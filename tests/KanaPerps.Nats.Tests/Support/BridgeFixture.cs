using System.Net.Sockets;
using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>A scripted venue, a bridge of it in a process of its own kind, and a real broker.</summary>
internal sealed class BridgeFixture : IAsyncDisposable
{
    /// <summary>Times with which a takeover takes a fraction of a second.</summary>
    public static readonly BridgeTimes Quick = new() { Heartbeat = TimeSpan.FromMilliseconds(250), Lease = TimeSpan.FromMilliseconds(1200) };

    private readonly List<IAsyncDisposable> _owned = [];

    private BridgeFixture(NatsServer broker)
    {
        Broker = broker;
    }

    public NatsServer Broker { get; }

    public ScriptedServer Venue { get; } = new();

    public static async Task<BridgeFixture> StartAsync(string config = NatsServer.WithJetStream, string host = NatsServer.Loopback)
    {
        Require();
        return new(await NatsServer.StartAsync(config, host));
    }

    /// <summary>Skips the test where there is no server.</summary>
    public static void Require() => Assert.SkipUnless(NatsServer.IsThere, "nats-server is not on the path, and KANA_NATS_SERVER names none: nothing was published to a broker.");

    /// <summary>What to publish, with the usual times: nothing that keeps a processor busy is taken for a bridge that ended.</summary>
    public BridgeOptions Patient => new()
    {
        Server = Broker.Address,
        Endpoint = KanaEndpoint.From(Venue.WebSocketUri, KanaNetwork.Simulator),
        Feeds = [(KanaTopics.FundingRates, null)],
    };

    public BridgeOptions Options(params (Topic Topic, string? Key)[] feeds) => new()
    {
        Server = Broker.Address,
        Endpoint = KanaEndpoint.From(Venue.WebSocketUri, KanaNetwork.Simulator),
        Feeds = feeds.Length > 0 ? feeds : [(KanaTopics.FundingRates, null)],
        Version = "1.2.3",
        Times = Quick,
    };

    /// <summary>Starts a bridge with connections of its own.</summary>
    public async Task<Bridge> BridgeAsync(BridgeOptions? options = null)
    {
        ConnectionManager manager = NewManager();
        Bridge bridge = await Bridge.StartAsync(manager, options ?? Options());
        _owned.Add(new Stopped(bridge));
        return bridge;
    }

    /// <summary>Starts a bridge, and takes the connection that it makes to the venue.</summary>
    public async Task<(Bridge Bridge, ScriptedWebSocket ToBridge)> ConnectedBridgeAsync(BridgeOptions? options = null)
    {
        Bridge bridge = await BridgeAsync(options);
        return (bridge, await Venue.AcceptSubscriberAsync());
    }

    /// <summary>Starts a bridge in a process of its own that can be killed, and takes the connection that it makes to the venue.</summary>
    public async Task<(VictimProcess Victim, ScriptedWebSocket ToVictim)> ConnectedVictimAsync()
    {
        VictimProcess victim = VictimProcess.ThatPublishes(Venue.WebSocketUri, Broker.Address, Quick.Lease);
        _owned.Add(victim);
        await victim.LineAsync("Publishing");
        return (victim, await Venue.AcceptSubscriberAsync());
    }

    /// <summary>Watches from the broker, with connections of its own.</summary>
    public EventReader<T> Watch<T>(Topic<T> topic, string? key = null, ConnectionManager? manager = null)
    {
        manager ??= NewManager();
        return new(manager.Subscribe(KanaEndpoint.From(Broker.Watch("simulator")), topic, key));
    }

    /// <summary>Connects to the broker, as a bridge does.</summary>
    public Task<BrokerConnection> ConnectAsync(int? port = null, TimeSpan? timeout = null) => BrokerConnection.ConnectAsync(
        new()
        {
            Host = "127.0.0.1",
            Port = port ?? Broker.Port,
            RequiresTls = false,
            ClientName = "test",
            RequestTimeout = timeout ?? TimeSpan.FromSeconds(20),
            Explain = e => e.Message,
            Connect = async (host, stop) =>
            {
                Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(host, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
        TestContext.Current.CancellationToken);

    /// <summary>Why a feed is not connected: the reason that is expected, or what is told in its place. A busy machine may keep a heartbeat back for longer than an attempt takes.</summary>
    public static async Task<string> ReasonAsync<T>(EventReader<T> reader, string expected)
    {
        string reason = "";
        for (int attempt = 0; attempt < 5 && reason != expected; attempt++)
        {
            reason = (await reader.NextNoticeAsync<ReconnectingNotice>()).Reason;
        }

        return reason;
    }

    /// <summary>A process of its own, so to speak.</summary>
    public ConnectionManager NewManager()
    {
        ConnectionManager manager = new(StreamFixture.Fast with { BackoffBase = TimeSpan.FromMilliseconds(20), BackoffMax = TimeSpan.FromMilliseconds(100) });
        _owned.Add(manager);
        return manager;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable owned in _owned.AsEnumerable().Reverse())
        {
            await owned.DisposeAsync();
        }

        await Venue.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private sealed class Stopped(Bridge bridge) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            bridge.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
