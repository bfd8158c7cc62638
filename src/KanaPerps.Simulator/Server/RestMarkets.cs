using System.Globalization;
using System.Net;
using System.Text.Json;

namespace KanaPerps.Simulator;

/// <summary>The calls that are about markets, and about an order in one.</summary>
internal sealed class RestMarkets(Venue venue, SimulatorOptions options)
{
    public static HttpResponse Info(RestQuery query) => Markets("Market information fetched successfully", [query.Market]);

    public HttpResponse All() =>
        Markets("All markets fetched successfully", InstrumentTable.All.Select(i => (i, i.IdOn(options.Network))));

    public HttpResponse Price(RestQuery query)
    {
        SimulatedMarket market = venue.MarketOf[query.Market.Instrument];
        return RestEnvelope.Success("Market price fetched successfully", json =>
        {
            RowWriter row = new(options.Encoding, json);
            row.BeginRow();
            row.PriceNumber("bestAskPrice"u8, market.Book.Asks.Best?.PriceTicks, market.Instrument);
            row.PriceNumber("bestBidPrice"u8, market.Book.Bids.Best?.PriceTicks, market.Instrument);
            row.EndRow();
        });
    }

    public HttpResponse LastPrice(RestQuery query)
    {
        SimulatedMarket market = venue.MarketOf[query.Market.Instrument];
        return RestEnvelope.Success(
            "Last placed price fetched successfully",
            json => new RowWriter(options.Encoding, json).PriceValue(market.Tape.FirstOrDefault()?.PriceTicks, market.Instrument));
    }

    public HttpResponse Order(RestQuery query)
    {
        (Instrument instrument, string marketId) = query.Market;
        string id = query.Text("orderId") ?? throw new RestRefusalException(HttpStatusCode.BadRequest, "orderId is missing");
        Order order = venue.Ledger.Accounts
            .SelectMany(account => account.Orders.Open.Concat(account.Orders.Placed))
            .FirstOrDefault(o => o.Id == id && o.Instrument == instrument)
            ?? throw new RestRefusalException(HttpStatusCode.NotFound, "Order not found");
        return RestEnvelope.Success(
            "Order status fetched successfully",
            json => AccountRows.OrderRecord(new RowWriter(options.Encoding, json), order, marketId, withProgress: true));
    }

    private static HttpResponse Markets(string message, IEnumerable<(Instrument Instrument, string MarketId)> markets) => RestEnvelope.Success(message, json =>
    {
        json.WriteStartArray();
        foreach ((Instrument instrument, string marketId) in markets)
        {
            WriteMarket(json, instrument, marketId);
        }

        json.WriteEndArray();
    });

    private static void WriteMarket(Utf8JsonWriter json, Instrument instrument, string marketId)
    {
        json.WriteStartObject();
        json.WriteString("__variant__"u8, "V1"u8);
        json.WriteNumber("base_decimals"u8, instrument.BaseDecimals);
        json.WriteString("base_name"u8, instrument.BaseName);
        json.WriteString("counter"u8, "0"u8);
        json.WriteString("creator"u8, VenueAddress.Derive("creator"));
        json.WriteString("lot_size"u8, Text(instrument.RawLotSize));
        json.WriteString("maintenance_margin"u8, Text((long)(Instrument.MaintenanceMargin * 10_000)));
        json.WriteString("market_address"u8, VenueAddress.Derive("market " + marketId));
        json.WriteString("market_id"u8, marketId);
        json.WriteString("max_leverage"u8, Text(Instrument.MaxLeverage));
        json.WriteString("max_lots"u8, Text(instrument.MaxLots));
        json.WriteString("min_lots"u8, Text(instrument.MinLots));
        json.WriteNumber("quote_decimals"u8, instrument.QuoteDecimals);
        json.WriteNumber("quote_precision"u8, instrument.PriceDecimals);
        json.WriteString("tick_size"u8, "1"u8);
        json.WriteEndObject();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
