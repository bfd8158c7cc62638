using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Which markets are wanted of a topic that is of all markets, for each endpoint: an id means another market on each network.</summary>
internal sealed class MarketFilter
{
    private readonly Dictionary<KanaEndpoint, HashSet<long>?> _wanted = [];

    /// <summary>Adds what is wanted.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="markets">The ids, or null for all markets.</param>
    public void Add(KanaEndpoint endpoint, IEnumerable<long>? markets)
    {
        if (markets is null)
        {
            _wanted[endpoint] = null;
        }
        else if (!_wanted.TryAdd(endpoint, [.. markets]))
        {
            _wanted[endpoint]?.UnionWith(markets);
        }
    }

    /// <summary>Whether a market is wanted.</summary>
    /// <param name="feed">The feed that told of it.</param>
    /// <param name="marketId">Its id.</param>
    /// <returns>Whether it is.</returns>
    public bool IsWanted(FeedKey feed, long marketId) => !_wanted.TryGetValue(feed.Endpoint, out HashSet<long>? markets) || markets is null || markets.Contains(marketId);
}
