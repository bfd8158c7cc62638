using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Faults;

/// <summary>A process that publishes funding rates, or trades and books of a market, to a broker until its input ends, or it is killed.</summary>
internal static class BridgeVictim
{
    /// <summary>The first argument.</summary>
    public const string Command = "bridge";

    /// <summary>Publishes.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="lease">The time after which another bridge takes over.</param>
    /// <param name="market">The market whose trades and books are published, or null for funding rates.</param>
    public static async Task<int> RunAsync(Uri venue, Uri broker, TimeSpan lease, string? market)
    {
        await using ConnectionManager manager = new(StreamFixture.Fast);
        using Bridge bridge = await Bridge.StartAsync(
            manager,
            new()
            {
                Server = broker,
                Endpoint = KanaEndpoint.From(venue, KanaNetwork.Simulator),
                Feeds = market is null ? [(KanaTopics.FundingRates, null)] : [(KanaTopics.RecentTrades, market), (KanaTopics.OrderBook, market)],
                Times = new() { Lease = lease, Heartbeat = lease / 4 },
            });
        bridge.StateChanged += (_, _) => Console.WriteLine(bridge.State);
        Console.WriteLine(bridge.State);
        while (Console.ReadLine() is not null)
        {
        }

        return 0;
    }
}
