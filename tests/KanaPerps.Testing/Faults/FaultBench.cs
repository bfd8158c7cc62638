using System.Globalization;
using KanaPerps.Streaming;

namespace KanaPerps.Testing.Faults;

/// <summary>A scripted server and a client that dials it again at once, to see what a fault does to a stream.</summary>
public sealed class FaultBench : IAsyncDisposable
{
    /// <summary>Options with which a feed dials again without a noticeable delay.</summary>
    public static readonly StreamOptions Fast = new()
    {
        BackoffBase = TimeSpan.FromMilliseconds(2),
        BackoffMax = TimeSpan.FromMilliseconds(5),
        Linger = TimeSpan.Zero,
        CloseTimeout = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>Sets the bench up.</summary>
    /// <param name="options">The limits, or null for <see cref="Fast"/>.</param>
    /// <param name="time">The client's clock, or null for the system's.</param>
    public FaultBench(StreamOptions? options = null, TimeProvider? time = null)
    {
        Manager = new ConnectionManager(options ?? Fast, time);
    }

    public ScriptedServer Server { get; } = new();

    public ConnectionManager Manager { get; }

    /// <summary>How the only feed stands.</summary>
    public ConnectionStatus Status => Manager.GetConnections().Single();

    /// <summary>A list of one market's funding rate.</summary>
    public static string Rate(decimal rate, string marketId = "14") =>
        $$"""{"data":[{"market_id":"{{marketId}}","funding_rate":"{{rate.ToString(CultureInfo.InvariantCulture)}}"}],"message":"live_funding_rate"}""";

    /// <summary>A book of one bid.</summary>
    public static string Book(decimal price, long version = 1) =>
        $$"""{"data":[{"is_ask":false,"market_id":"14","price":{{price.ToString(CultureInfo.InvariantCulture)}},"size":"1","transaction_version":{{version}}}],"message":"orderbook"}""";

    /// <summary>A list of fills that differ in their order ids.</summary>
    public static string Fills(IEnumerable<int> ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"market_id":"14","order_type":1,"fee":0,"pnl":0,"price":1,"size":1,"order_id":"{{id}}","timestamp":{{id}}}"""))}}],"message":"trade_history"}""";

    public EventLog<T> Watch<T>(Topic<T> topic, string? key = null, SubscriptionOptions? options = null) =>
        new(Manager.Subscribe(Server.Endpoint, topic, key, options));

    /// <summary>Watches funding rates and has read the first one, 1.</summary>
    public async Task<(EventLog<FundingRate> Log, ScriptedWebSocket Socket)> LiveAsync()
    {
        EventLog<FundingRate> log = Watch(KanaTopics.FundingRates);
        ScriptedWebSocket socket = await Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Rate(1));
        await log.RowAsync(r => r.Rate == 1);
        return (log, socket);
    }

    /// <summary>Ends a live connection in some way and sees the feed live again: subscribed again, rows again.</summary>
    /// <param name="fault">The end.</param>
    /// <returns>The notice of the loss, and all that was told.</returns>
    public async Task<(ReconnectingNotice Loss, EventLog<FundingRate> Log)> LoseAsync(Func<ScriptedWebSocket, Task> fault)
    {
        (EventLog<FundingRate> log, ScriptedWebSocket socket) = await LiveAsync();
        await fault(socket);
        ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();
        ScriptedWebSocket next = await Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Rate(2));
        await log.NoticeAsync<ReconnectedNotice>();
        await log.RowAsync(r => r.Rate == 2);
        return (loss, log);
    }

    /// <summary>Does something to a live connection that must not end it, and sees the next message come over the same one.</summary>
    /// <returns>All that was told.</returns>
    public async Task<EventLog<FundingRate>> SurviveAsync(Func<ScriptedWebSocket, Task> fault)
    {
        (EventLog<FundingRate> log, ScriptedWebSocket socket) = await LiveAsync();
        await fault(socket);
        await socket.SendTextAsync(Rate(2));
        await log.RowAsync(r => r.Rate == 2);
        if (Server.ConnectionCount != 1)
        {
            throw new InvalidOperationException($"The connection did not survive: {string.Join(" | ", log.Notices)}");
        }

        return log;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await Server.DisposeAsync();
    }
}
