using System.Net;

namespace KanaPerps.Simulator;

/// <summary>
/// The calls that are about a wallet and its profile, whose address follows from the wallet's. For trying out what happens then, a wallet
/// that ends in "dead" has no profile, and one that ends in "0000" has one that was never used.
/// </summary>
internal sealed class RestAccounts(Venue venue, SimulatorOptions options)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 500;

    public static HttpResponse ProfileAddress(RestQuery query)
    {
        string profile = VenueAddress.Shown(ProfileOf(query.Wallet));
        return RestEnvelope.Success("Profile address fetched successfully", json => json.WriteStringValue(profile));
    }

    public HttpResponse WalletBalance(RestQuery query) => Balance("Fetched wallet account balance successfully", Account(query).WalletCash);

    public HttpResponse ProfileBalance(RestQuery query) => Balance("Fetched profile balance snapshot successfully", Account(query).FreeCash);

    /// <summary>What is left after closing everything: the venue does not say what it adds, so this is one reading of its name.</summary>
    public HttpResponse NetBalance(RestQuery query) =>
        Balance("Fetched net profile balance successfully", Account(query).Equity(instrument => venue.MarketOf[instrument].MarkTicks));

    public HttpResponse AptBalance(RestQuery query)
    {
        decimal gas = Account(query).Gas;
        return RestEnvelope.Success("Fetched account APT balance successfully", json => json.WriteNumberValue(gas));
    }

    public HttpResponse Positions(RestQuery query)
    {
        TradingAccount account = Account(query);
        return List("Positions", query, account.Positions.Open, p => p.Instrument, (row, p, id) => AccountRows.Position(row, account, p, id, isRest: true));
    }

    public HttpResponse OpenOrders(RestQuery query) => List("Open orders", query, Account(query).Orders.Open.Reverse(), o => o.Instrument, AccountRows.OpenOrder);

    public HttpResponse OrderHistory(RestQuery query) =>
        List("Order history", query, Account(query).Orders.History, o => o.Instrument, (row, order, id) => AccountRows.OrderRecord(row, order, id));

    public HttpResponse Fills(RestQuery query) => List("Trade history", query, Account(query).Fills, f => f.Order.Instrument, FillRows.OfAccount);

    public HttpResponse Transfers(RestQuery query)
    {
        TradingAccount account = Account(query);
        return List("Deposit and withdraw history", query, account.Transfers, _ => null, (row, transfer, _) => AccountRows.Transfer(row, account, transfer));
    }

    public HttpResponse FundingHistory(RestQuery query)
    {
        TradingAccount account = Account(query);
        int offset = query.Number("offset", fallback: 0, least: 0, int.MaxValue);
        int limit = query.Number("limit", DefaultPage, least: 1, LargestPage);
        IEnumerable<FundingRecord> payments = account.Funding.Where(p => query.OptionalMarket is not Instrument wanted || p.Position.Instrument == wanted);
        payments = query.Text("order") switch
        {
            null or "desc" => payments,
            "asc" => payments.Reverse(),
            _ => throw new RestRefusalException(HttpStatusCode.BadRequest, "order must be asc or desc"),
        };
        return List("Funding history", query, payments.Skip(offset).Take(limit), p => p.Position.Instrument, (row, payment, id) => AccountRows.Funding(row, account, payment, id));
    }

    private static string ProfileOf(string wallet) =>
        VenueAddress.ProfileOf(wallet) ?? throw new RestRefusalException(HttpStatusCode.NotFound, "Profile address not found");

    private TradingAccount Account(RestQuery query) => venue.Account(ProfileOf(query.Wallet));

    private HttpResponse Balance(string message, decimal amount) =>
        RestEnvelope.Success(message, json => new RowWriter(options.Encoding, json).MoneyValue(amount));

    private HttpResponse List<T>(string what, RestQuery query, IEnumerable<T> rows, Func<T, Instrument?> marketOf, Action<RowWriter, T, string> write)
    {
        Instrument? wanted = query.OptionalMarket;
        return RestEnvelope.Success($"{what} fetched successfully", json =>
        {
            RowWriter row = new(options.Encoding, json);
            json.WriteStartArray();
            foreach (T item in rows)
            {
                Instrument? market = marketOf(item);
                if (wanted is null || market is null || market == wanted)
                {
                    write(row, item, market?.IdOn(options.Network) ?? "");
                }
            }

            json.WriteEndArray();
        });
    }
}
