namespace KanaPerps.Simulator;

/// <summary>The topics: what each needs for a key, when it changed and what it writes.</summary>
internal sealed class FeedCatalog
{
    private readonly Venue _venue;
    private readonly SimulatorOptions _options;
    private readonly Dictionary<string, Func<SubscribeRequest, Feed?>> _topics;

    public FeedCatalog(Venue venue, SimulatorOptions options)
    {
        (_venue, _options) = (venue, options);
        _topics = new(StringComparer.Ordinal)
        {
            ["positions"] = OfAccount(a => a.Positions.Changes, (row, a) => Write(a.Positions.Open, position => AccountRows.Position(row, a, position, IdOf(position.Instrument)))),
            ["open_orders"] = OfAccount(a => a.Orders.OpenChanges, (row, a) => Write(a.Orders.Open.Reverse(), order => AccountRows.OpenOrder(row, order, IdOf(order.Instrument)))),
            ["trade_history"] = OfAccount(a => a.Fills.Total, (row, a) => WriteFills(row, a.Fills)),
            ["order_history"] = OfAccount(a => a.Orders.HistoryChanges, (row, a) => WriteOrders(row, a.Orders.History)),
            ["live_trade_history"] = OfAccount(a => a.Fills.Total, (row, a) => WriteFills(row, a.Fills.Take(1))),
            ["live_order_history"] = OfAccount(a => a.Orders.HistoryChanges, (row, a) => WriteOrders(row, a.Orders.History.Take(1))),
            ["deposit_withdraw_history"] = OfAccount(
                a => a.Transfers.Total,
                (row, a) => Write(a.Transfers, transfer => AccountRows.Transfer(row, a, transfer)),
                FeedEnvelope.MessageFirst),
            ["orderbook"] = OfMarket(m => m.Book.Changes, MarketRows.Book),
            ["recent_trades"] = OfMarket(
                m => m.Tape.Total,
                (row, m, id) => Write(m.Tape, fill => FillRows.OfMarket(row, fill, id)),
                options.Encoding == SimulatorEncoding.Early ? FeedEnvelope.DataOnly : FeedEnvelope.DataFirst),
            ["best_price"] = OfMarket(m => m.Book.Changes, MarketRows.BestPrice),
            ["live_funding_rate"] = _ => new Feed("live_funding_rate", "", () => venue.FundingChanges, WriteFundingRates),
        };
    }

    /// <summary>The feed that a request asks for.</summary>
    /// <returns>A feed without subscribers, or null for what the venue answers with silence: an unknown topic, an unknown market, an address that is not a profile's.</returns>
    public Feed? Create(SubscribeRequest request) => _topics.TryGetValue(request.Topic, out Func<SubscribeRequest, Feed?>? create) ? create(request) : null;

    private static void Write<T>(IEnumerable<T> rows, Action<T> write)
    {
        foreach (T row in rows)
        {
            write(row);
        }
    }

    private Func<SubscribeRequest, Feed?> OfAccount(
        Func<TradingAccount, long> changes,
        Action<RowWriter, TradingAccount> write,
        FeedEnvelope envelope = FeedEnvelope.DataFirst) => request =>
    {
        if (!AccountAddress.TryNormalize(request.Address, out string address) || !VenueAddress.IsProfile(address))
        {
            return null;
        }

        TradingAccount account = _venue.Account(address);
        return new Feed(request.Topic, address, () => changes(account), row => write(row, account)) { Envelope = envelope };
    };

    private Func<SubscribeRequest, Feed?> OfMarket(
        Func<SimulatedMarket, long> changes,
        Action<RowWriter, SimulatedMarket, string> write,
        FeedEnvelope envelope = FeedEnvelope.DataFirst) => request =>
    {
        if (InstrumentTable.Find(request.MarketId, _options.Network) is not Instrument instrument)
        {
            return null;
        }

        SimulatedMarket market = _venue.MarketOf[instrument];
        string marketId = request.MarketId!;
        return new Feed(request.Topic, marketId, () => changes(market), row => write(row, market, marketId)) { Envelope = envelope };
    };

    private void WriteFills(RowWriter row, IEnumerable<FillRecord> fills) => Write(fills, fill => FillRows.OfAccount(row, fill, IdOf(fill.Order.Instrument)));

    private void WriteOrders(RowWriter row, IEnumerable<Order> orders) => Write(orders, order => AccountRows.OrderRecord(row, order, IdOf(order.Instrument)));

    private void WriteFundingRates(RowWriter row)
    {
        // The venue keeps no order here; a client that counts on one shall notice.
        int first = (int)(_venue.FundingChanges % _venue.Markets.Count);
        for (int i = 0; i < _venue.Markets.Count; i++)
        {
            SimulatedMarket market = _venue.Markets[(first + i) % _venue.Markets.Count];
            MarketRows.FundingRate(row, market.Funding, IdOf(market.Instrument));
        }
    }

    private string IdOf(Instrument instrument) => instrument.IdOn(_options.Network);
}
