using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Rest;

/// <content>What is asked by market.</content>
public sealed partial class KanaRestClient
{
    /// <summary>Asks for one market: <c>/getMarketInfo</c>.</summary>
    /// <param name="marketId">The market's id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The rows of the answer: one.</returns>
    /// <exception cref="KanaException">The venue does not know the market, or the call failed.</exception>
    public async Task<IReadOnlyList<Market>> GetMarketInfoAsync(long marketId, CancellationToken cancellation = default)
    {
        Market[] markets = ReadMarkets(await GetAsync("getMarketInfo", cancellation, ("marketId", MarketIds.Text(marketId))).ConfigureAwait(false));
        return markets.Length > 0 ? markets : throw NoMarket(marketId);
    }

    /// <summary>Asks for all markets: <c>/getPerpetualAssetsInfo/allMarkets</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The markets, in the venue's order.</returns>
    /// <exception cref="KanaException">The call failed.</exception>
    public async Task<IReadOnlyList<Market>> GetAllMarketsAsync(CancellationToken cancellation = default) =>
        ReadMarkets(await GetAsync("getPerpetualAssetsInfo/allMarkets", cancellation).ConfigureAwait(false));

    /// <summary>Asks for the prices of a market: <c>/getMarketPrice</c>, and <c>/getLastPlacedPrice</c> for the last one.</summary>
    /// <param name="marketId">The market's id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The prices; each is null when the venue has none.</returns>
    /// <exception cref="KanaException">The venue does not know the market, or a call failed.</exception>
    public async Task<MarketPrice> GetMarketPriceAsync(long marketId, CancellationToken cancellation = default)
    {
        Task<MarketPrice> last = GetLastPriceAsync(marketId, cancellation);
        Task<RestAnswer> best = GetAsync("getMarketPrice", cancellation, ("marketId", MarketIds.Text(marketId)));
        await Task.WhenAll(best, last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        RestAnswer answer = await best.ConfigureAwait(false);
        DecodedMessage<MarketPrice> prices = ReadRows(new MarketPriceCodec(marketId), answer);
        if (prices.Problem is not null)
        {
            throw Unreadable(answer, prices.Problem);
        }

        MarketPrice traded = await last.ConfigureAwait(false);
        return prices.Items.Length == 0 ? traded : prices.Items[0] with
        {
            Last = traded.Last,
            InexactFields = [.. prices.Items[0].InexactFields, .. traded.InexactFields],
        };
    }

    private async Task<MarketPrice> GetLastPriceAsync(long marketId, CancellationToken cancellation)
    {
        try
        {
            return ReadValue(new MarketPriceCodec(marketId), await GetAsync("getLastPlacedPrice", cancellation, ("marketId", MarketIds.Text(marketId))).ConfigureAwait(false), "last");
        }
        catch (KanaException e) when (e.Kind == KanaErrorKind.NotFound)
        {
            // Of a market that the venue does not know at all the other call says so; this one may just have had no trade yet.
            return new MarketPrice { MarketId = marketId, Symbol = MarketTable.SymbolOf(marketId), Network = _endpoint.Name, ReceivedAt = _time.GetUtcNow() };
        }
    }

    private Market[] ReadMarkets(RestAnswer answer)
    {
        DecodedMessage<Market> markets = ReadRows(new MarketCodec(), answer);
        return markets.IsComplete ? markets.Items : throw Unreadable(answer, markets.Problem!);
    }

    private KanaException NoMarket(long marketId) =>
        new(KanaErrorKind.NotFound, $"Market {marketId} was not found on {_endpoint.Name}.", "Check the id and the network.");
}
