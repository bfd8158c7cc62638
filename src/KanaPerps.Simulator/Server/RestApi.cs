using System.Globalization;
using System.Net;
using System.Text.Json;

namespace KanaPerps.Simulator;

/// <summary>
/// The venue's read-only REST calls that the simulator answers. A wallet's profile address follows from the wallet's address; a
/// wallet whose address ends in "dead" has none, for trying out what happens then.
/// </summary>
internal sealed class RestApi(SimulatorOptions options)
{
    private const string WalletWithoutProfile = "dead";

    public HttpResponse Answer(HttpRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            return RestEnvelope.Failure(HttpStatusCode.MethodNotAllowed, "Method not allowed", "Allow: GET, HEAD");
        }

        if (options.ApiKey is string key && request.Headers.GetValueOrDefault("x-api-key") != key)
        {
            return RestEnvelope.Failure(HttpStatusCode.Unauthorized, "Invalid or missing API key");
        }

        return request.Path switch
        {
            "/getProfileAddress" => ProfileAddress(request.Query.GetValueOrDefault("userAddress")),
            "/getMarketInfo" => MarketInfo(request.Query.GetValueOrDefault("marketId")),
            "/getPerpetualAssetsInfo/allMarkets" => AllMarkets(),
            _ => RestEnvelope.Failure(HttpStatusCode.NotFound, "Path not found"),
        };
    }

    private static HttpResponse ProfileAddress(string? userAddress)
    {
        if (!AccountAddress.TryNormalize(userAddress, out string wallet))
        {
            return RestEnvelope.Failure(HttpStatusCode.BadRequest, "userAddress is not a valid address");
        }

        if (wallet.EndsWith(WalletWithoutProfile, StringComparison.Ordinal))
        {
            return RestEnvelope.Failure(HttpStatusCode.NotFound, "Profile address not found");
        }

        string profile = VenueAddress.Shown(VenueAddress.Derive("profile " + wallet));
        return RestEnvelope.Success("Profile address fetched successfully", json => json.WriteStringValue(profile));
    }

    private static HttpResponse MarketInfo(string? marketId)
    {
        if (string.IsNullOrWhiteSpace(marketId))
        {
            return RestEnvelope.Failure(HttpStatusCode.BadRequest, "marketId is missing");
        }

        return InstrumentTable.Find(marketId) is Instrument instrument
            ? Markets("Market information fetched successfully", [(instrument, marketId)])
            : RestEnvelope.Failure(HttpStatusCode.NotFound, "Market not found");
    }

    private HttpResponse AllMarkets() =>
        Markets("All markets fetched successfully", InstrumentTable.All.Select(i => (i, i.IdOn(options.Network))));

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
