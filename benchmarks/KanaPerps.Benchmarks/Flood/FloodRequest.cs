using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>What a connection of the flood is to get: written in the query of its address, since what a client sends is its own affair.</summary>
/// <param name="Traffic">What kind of messages.</param>
/// <param name="Count">How many; after them the connection stays open and silent.</param>
/// <param name="Rate">How many a second, or 0 for as many as are taken.</param>
internal sealed record FloodRequest(FloodTraffic Traffic, long Count, int Rate = 0)
{
    /// <summary>The request as path and query.</summary>
    public string ToTarget() => string.Create(CultureInfo.InvariantCulture, $"/ws/?{Traffic}&{Count}&{Rate}");

    /// <summary>Reads path and query.</summary>
    /// <param name="target">Such as <c>/ws/?Books&amp;100&amp;0</c>; what follows is of no matter.</param>
    public static FloodRequest Parse(string target)
    {
        string[] parts = target.Split('?')[1].Split('&');
        return new(Enum.Parse<FloodTraffic>(parts[0]), long.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
