using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests;

/// <summary>A scripted server and a manager whose feeds dial it again without noticeable delay.</summary>
internal sealed class StreamBench : IAsyncDisposable
{
    public static readonly StreamOptions Fast = new() { BackoffBase = TimeSpan.FromMilliseconds(2), BackoffMax = TimeSpan.FromMilliseconds(5), EmptyListPatience = TimeSpan.FromMilliseconds(5) };

    public StreamBench(StreamOptions? options = null, TimeProvider? time = null)
    {
        Manager = new ConnectionManager(options ?? Fast, time);
    }

    public ScriptedServer Server { get; } = new();

    public ConnectionManager Manager { get; }

    public ConnectionStatus Status => Assert.Single(Manager.GetConnections());

    public EventReader<T> Subscribe<T>(Topic<T> topic, string? key = null, SubscriptionOptions? options = null) =>
        new(Manager.Subscribe(Server.Endpoint, topic, key, options));

    public EventReader<FundingRate> SubscribeToFunding() => Subscribe(KanaTopics.FundingRates);

    /// <summary>A subscriber that has read its first message, and the server's end of its socket.</summary>
    public async Task<(EventReader<FundingRate> Reader, ScriptedWebSocket Socket)> LiveFundingAsync()
    {
        EventReader<FundingRate> reader = SubscribeToFunding();
        ScriptedWebSocket socket = await Server.AcceptSubscriberAsync();
        await reader.NoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1));
        Assert.Equal(1, Assert.Single(await reader.RowsAsync()).Rate);
        return (reader, socket);
    }

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await Server.DisposeAsync();
    }
}
