using KanaPerps.Rest;
using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>The risk of accounts by REST calls, one for the positions of each wallet and two for the prices of each market, within the time of a command.</summary>
internal sealed class RestRisk : IAccountRows
{
    private readonly KanaCommand _command;
    private readonly RiskOptions _options;
    private readonly RestAccountLists<Position> _lists;
    private readonly Dictionary<RiskMarket, MarketPrice?> _prices = [];

    public RestRisk(KanaCommand command, RiskOptions options)
    {
        _command = command;
        _options = options;
        _lists = new RestAccountLists<Position>(command, KanaTopics.Positions);
    }

    /// <inheritdoc/>
    public void Add(KanaEndpoint endpoint, AccountSelection accounts) => _lists.Add(endpoint, accounts);

    /// <inheritdoc/>
    public void Write(long maxEvents)
    {
        long written = 0;
        foreach ((KanaEndpoint endpoint, string wallet, RestRows<Position> answer) in _lists.Ask())
        {
            Warn(endpoint, answer.Rows);
            List<PositionRisk> rows = [.. answer.Rows.Select(p => Measure(endpoint, p))];
            IEnumerable<object> objects = _options.ByAccount ? [Sum(endpoint, wallet, rows)] : rows;
            foreach (object row in objects)
            {
                _command.WriteObject(row);
                if (++written >= maxEvents)
                {
                    return;
                }
            }

            _lists.Report(answer, wallet);
        }
    }

    private PositionRisk Measure(KanaEndpoint endpoint, Position position)
    {
        MarketPrice? price = PriceOf(new(endpoint, position.MarketId));
        decimal? value = price is null ? null : RiskMeter.Choose(_options.PriceSource, position.Side, price.BestBid, price.BestAsk, price.Last);
        TimeSpan age = price is null ? default : KanaSession.Time.GetUtcNow() - price.ReceivedAt;
        bool isInexact = price?.InexactFields.Any(f => (f == nameof(MarketPrice.Last)) == (_options.PriceSource == PriceSource.Last)) ?? false;
        if (EarlyEncoding.Has(position))
        {
            // The price may be in ticks as well.
            value = null;
        }

        return RiskMeter.Measure(position, _options.PriceSource, new(value, price?.ReceivedAt, age > default(TimeSpan) ? age : default, isInexact));
    }

    // Positions of several accounts are valued with the same price.
    private MarketPrice? PriceOf(RiskMarket market)
    {
        if (!_prices.TryGetValue(market, out MarketPrice? price))
        {
            _prices[market] = price = _lists.AskWithin(market.Endpoint, market.MarketId, (rest, stop) => rest.GetMarketPriceAsync(market.MarketId, stop));
        }

        return price;
    }

    private AccountRisk Sum(KanaEndpoint endpoint, string wallet, List<PositionRisk> rows)
    {
        _ = AccountAddress.TryNormalize(wallet, out string canonical);
        AccountRisk account = new()
        {
            Address = rows.Count > 0 ? rows[0].Address : KnownAddresses.ProfileOfWallet(canonical, endpoint.Name),
            Wallet = canonical,
            Network = endpoint.Name,
            PriceSource = _options.PriceSource,
            ReceivedAt = KanaSession.Time.GetUtcNow(),
        };
        return RiskSums.Of(account, rows);
    }

    private void Warn(KanaEndpoint endpoint, IReadOnlyList<Position> rows)
    {
        if (rows.FirstOrDefault(EarlyEncoding.Has) is { } early)
        {
            EarlyEncodingWarning.Write(_command, new FeedKey(endpoint, KanaTopics.Positions.Name, early.Address));
        }
    }
}
