using System.Net;

namespace KanaPerps.Simulator;

/// <summary>The venue's read-only REST calls.</summary>
internal sealed class RestApi
{
    private readonly SimulatorOptions _options;
    private readonly object _gate;
    private readonly Dictionary<string, Func<RestQuery, HttpResponse>> _calls;

    /// <summary>Makes the calls' answers of a venue.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="gate">The lock that is held around everything that looks at the venue.</param>
    public RestApi(Venue venue, SimulatorOptions options, object gate)
    {
        _options = options;
        _gate = gate;
        RestMarkets markets = new(venue, options);
        RestAccounts accounts = new(venue, options);
        _calls = new(StringComparer.Ordinal)
        {
            ["/getMarketInfo"] = RestMarkets.Info,
            ["/getPerpetualAssetsInfo/allMarkets"] = _ => markets.All(),
            ["/getMarketPrice"] = markets.Price,
            ["/getLastPlacedPrice"] = markets.LastPrice,
            ["/fetchOrderStatusById"] = markets.Order,
            ["/getProfileAddress"] = RestAccounts.ProfileAddress,
            ["/getWalletAccountBalance"] = accounts.WalletBalance,
            ["/getProfileBalanceSnapshot"] = accounts.ProfileBalance,
            ["/getNetProfileBalance"] = accounts.NetBalance,
            ["/getAccountAptBalance"] = accounts.AptBalance,
            ["/getPositions"] = accounts.Positions,
            ["/getOpenOrders"] = accounts.OpenOrders,
            ["/getOrderHistory"] = accounts.OrderHistory,
            ["/getTradeHistory"] = accounts.Fills,
            ["/getDepositAndWithdrawHistory"] = accounts.Transfers,
            ["/getFundingHistory"] = accounts.FundingHistory,
        };
    }

    public HttpResponse Answer(HttpRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            return RestEnvelope.Failure(HttpStatusCode.MethodNotAllowed, "Method not allowed", "Allow: GET, HEAD");
        }

        if (_options.ApiKey is string key && request.Headers.GetValueOrDefault("x-api-key") != key)
        {
            return RestEnvelope.Failure(HttpStatusCode.Unauthorized, "Invalid or missing API key");
        }

        if (!_calls.TryGetValue(request.Path, out Func<RestQuery, HttpResponse>? call))
        {
            return RestEnvelope.Failure(HttpStatusCode.NotFound, "Path not found");
        }

        try
        {
            lock (_gate)
            {
                return call(new RestQuery(request.Query, _options.Network));
            }
        }
        catch (RestRefusalException refusal)
        {
            return RestEnvelope.Failure(refusal.Status, refusal.Message);
        }
    }
}
