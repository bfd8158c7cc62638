using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing;

/// <summary>A scripted server and a manager whose feeds dial it again at once, to see what a fault does to a stream.</summary>
public sealed class StreamFixture : IAsyncDisposable
{
    /// <summary>Options with which a feed reconnects without a noticeable delay. A busy machine merges no snapshots: a test sees each of them.</summary>
    public static readonly StreamOptions Fast = new()
    {
        BackoffBase = TimeSpan.FromMilliseconds(2),
        BackoffMax = TimeSpan.FromMilliseconds(5),
        EmptyListPatience = TimeSpan.FromMilliseconds(5),
        SnapshotPatience = TimeSpan.FromHours(1),
    };

    /// <summary>Sets the fixture up.</summary>
    /// <param name="options">The limits, or null for <see cref="Fast"/>.</param>
    /// <param name="time">The client's clock, or null for the system's.</param>
    public StreamFixture(StreamOptions? options = null, TimeProvider? time = null)
    {
        Manager = new ConnectionManager(options ?? Fast, time);
    }

    public ScriptedServer Server { get; } = new();

    public ConnectionManager Manager { get; }

    /// <summary>How the only feed stands.</summary>
    public ConnectionStatus Status => Manager.GetConnections().Single();

    public EventReader<T> Watch<T>(Topic<T> topic, string? key = null, SubscriptionOptions? options = null) =>
        new(Manager.Subscribe(Server.Endpoint, topic, key, options));

    /// <summary>Watches funding rates.</summary>
    public EventReader<FundingRate> WatchFunding() => Watch(KanaTopics.FundingRates);

    /// <summary>Watches funding rates and has read the first one, 1, and nothing else but that the connection stands.</summary>
    /// <returns>The watcher, and the server's end of its socket.</returns>
    public async Task<(EventReader<FundingRate> Reader, ScriptedWebSocket Socket)> LiveAsync()
    {
        EventReader<FundingRate> reader = WatchFunding();
        ScriptedWebSocket socket = await Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1));
        return (await reader.NextRowsAsync()).Single().Rate == 1 ? (reader, socket) : throw new InvalidOperationException("The first rate is not the one that was sent.");
    }

    /// <summary>Ends a live connection in some way and sees the feed reconnected: subscribed again, rows again.</summary>
    /// <param name="fault">The end.</param>
    /// <returns>The notice of the loss, and all that was told.</returns>
    public async Task<(ReconnectingNotice Loss, EventReader<FundingRate> Reader)> LoseAsync(Func<ScriptedWebSocket, Task> fault)
    {
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await LiveAsync();
        await fault(socket);
        ReconnectingNotice loss = await reader.NoticeAsync<ReconnectingNotice>();
        ScriptedWebSocket next = await Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Messages.Funding(2));
        await reader.NextNoticeAsync<ReconnectedNotice>();
        return (await reader.NextRowsAsync()).Single().Rate == 2 ? (loss, reader) : throw new InvalidOperationException("The rate after the loss is not the one that was sent.");
    }

    /// <summary>Does something to a live connection that must not end it, and sees the next message come over the same one.</summary>
    /// <returns>All that was told.</returns>
    public async Task<EventReader<FundingRate>> SurviveAsync(Func<ScriptedWebSocket, Task> fault)
    {
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await LiveAsync();
        await fault(socket);
        await socket.SendTextAsync(Messages.Funding(2));
        await reader.RowAsync(r => r.Rate == 2);
        if (Server.ConnectionCount != 1)
        {
            throw new InvalidOperationException($"The connection did not survive: {string.Join(" | ", reader.Notices)}");
        }

        return reader;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await Server.DisposeAsync();
    }
}
