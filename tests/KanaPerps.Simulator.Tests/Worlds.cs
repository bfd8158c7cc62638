using System.Text;

namespace KanaPerps.Simulator.Tests;

/// <summary>Venues and exchanges as tests want them: standing still until they are told to move.</summary>
internal static class Worlds
{
    public static SimulatorOptions Manual { get; } = new() { Manual = true };

    /// <summary>A venue that several accounts trade on, without a network.</summary>
    public static Venue VenueWithAccounts(SimulatorOptions options, int accounts)
    {
        Venue venue = new(options);
        for (int i = 1; i <= accounts; i++)
        {
            venue.Account(AddressOf(i));
        }

        return venue;
    }

    public static string AddressOf(int number)
    {
        Assert.True(AccountAddress.TryNormalize($"0xacc{number:x}", out string address));
        return address;
    }

    /// <summary>Subscribes to a feed of a venue and returns its current message.</summary>
    public static string Message(Venue venue, SimulatorOptions options, string topic, string? address = null, string? marketId = null)
    {
        using RowWriter writer = new(options.Encoding);
        Feed? feed = new FeedCatalog(venue, options).Create(new SubscribeRequest(topic, address, marketId));
        Assert.NotNull(feed);
        return Encoding.UTF8.GetString(writer.Message(feed));
    }
}
