using KanaPerps.Rest;

namespace KanaPerps.PowerShell;

/// <summary>
/// Asks the venue for its list of markets while the stream of a market is silent, and says what the list means for it: ids change when the venue
/// creates a market again. A help that may fail: the call is short, and its failure is no error of the command.
/// </summary>
internal sealed class MarketAdvisor
{
    private const int MostListed = 8;

    private static readonly TimeSpan s_longestCall = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Uri, Task<IReadOnlyList<Market>>> _lists = [];

    /// <summary>Begins to ask, once for each deployment. Does not wait.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="apiKey">The key for REST, or null.</param>
    /// <param name="stop">Ends the call.</param>
    public void Ask(KanaEndpoint endpoint, string? apiKey, CancellationToken stop)
    {
        if (!_lists.ContainsKey(endpoint.WebSocket))
        {
            _lists[endpoint.WebSocket] = Task.Run(() => AskAsync(endpoint, apiKey, stop), CancellationToken.None);
        }
    }

    /// <summary>What the venue's list says about a market, if it has come.</summary>
    /// <param name="endpoint">The deployment's address of the streams.</param>
    /// <param name="marketId">The market that is silent.</param>
    /// <returns>What it means and what to do, or null when nothing is known.</returns>
    public string? About(Uri endpoint, string marketId) =>
        _lists.TryGetValue(endpoint, out Task<IReadOnlyList<Market>>? list) && list is { IsCompletedSuccessfully: true, Result: { Count: > 0 } markets }
            ? Explain(markets, marketId)
            : null;

    private static string Explain(IReadOnlyList<Market> markets, string marketId)
    {
        long? id = MarketIds.Read(marketId);
        if (markets.Any(m => m.MarketId == id))
        {
            return $"The venue lists the market {marketId}, so the id is right: the market may have no data at present.";
        }

        if (MarketTable.SymbolOf(id) is { } symbol && markets.FirstOrDefault(m => IsNamed(m, symbol)) is { } renewed)
        {
            return $"The venue no longer lists the market {marketId}: {symbol} now has the id {renewed.MarketId}. Use -MarketId {renewed.MarketId}; Get-KanaMarket -Live shows the full list.";
        }

        string others = markets.Count > MostListed ? $" and {markets.Count - MostListed} more" : "";
        return $"The venue lists no market {marketId}. It lists {string.Join(", ", markets.Take(MostListed))}{others}; Get-KanaMarket -Live shows the full list.";
    }

    // The venue names a market APT/USDC, APT-USD, or by its base alone.
    private static bool IsNamed(Market market, string symbol) =>
        MarketSelection.Canonical(market.Symbol) is var name && (name == symbol || symbol.StartsWith($"{name}-", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<Market>> AskAsync(KanaEndpoint endpoint, string? apiKey, CancellationToken stop)
    {
        try
        {
            using KanaRestClient rest = new(endpoint, apiKey, s_longestCall);
            return await rest.GetAllMarketsAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KanaException or OperationCanceledException)
        {
            return [];
        }
    }
}
