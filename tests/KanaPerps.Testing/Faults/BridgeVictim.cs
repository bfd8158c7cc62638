using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Faults;

/// <summary>A process that publishes funding rates to a broker until its input ends, or it is killed.</summary>
internal static class BridgeVictim
{
    /// <summary>The first argument.</summary>
    public const string Command = "bridge";

    public static async Task<int> RunAsync(Uri venue, Uri broker, TimeSpan lease)
    {
        await using ConnectionManager manager = new(StreamFixture.Fast);
        using Bridge bridge = await Bridge.StartAsync(
            manager,
            new()
            {
                Server = broker,
                Endpoint = KanaEndpoint.From(venue, KanaNetwork.Simulator),
                Feeds = [(KanaTopics.FundingRates, null)],
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
