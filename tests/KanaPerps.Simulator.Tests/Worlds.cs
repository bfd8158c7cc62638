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

    /// <summary>A profile address, padded.</summary>
    public static string AddressOf(int number) => SimulatedExchange.ProfileAddressOf($"0xacc{number:x}")!;

    /// <summary>A profile address that the venue writes with fewer than 64 digits.</summary>
    public static string AddressWithLeadingZero { get; } = Enumerable.Range(1, 1000).Select(AddressOf).First(a => a[2] == '0');

    /// <summary>Subscribes to a feed of a venue and returns its current message.</summary>
    public static string Message(Venue venue, SimulatorOptions options, string topic, string? address = null, string? marketId = null)
    {
        using RowWriter writer = new(options.Encoding);
        Feed? feed = new FeedCatalog(venue, options).Create(new SubscribeRequest(topic, address, marketId));
        Assert.NotNull(feed);
        return Encoding.UTF8.GetString(writer.Message(feed));
    }
}
