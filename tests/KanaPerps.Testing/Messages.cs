using System.Globalization;

namespace KanaPerps.Testing;

/// <summary>Messages as the venue sends them, with only the fields that must be there.</summary>
public static class Messages
{
    /// <summary>One market's rate.</summary>
    public static string Funding(decimal rate, string marketId = "14") =>
        $$"""{"data":[{"market_id":"{{marketId}}","funding_rate":"{{rate.ToString(CultureInfo.InvariantCulture)}}"}],"message":"live_funding_rate"}""";

    /// <summary>A list of fills that differ in their order ids, which serve as times too.</summary>
    public static string Fills(params IEnumerable<int> ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"market_id":"14","order_type":1,"fee":0,"pnl":0,"price":1,"size":1,"order_id":"{{id}}","timestamp":{{id}}}"""))}}],"message":"trade_history"}""";

    /// <summary>A run of fills, both ends included.</summary>
    public static string FillsBetween(int first, int last) => Fills(Enumerable.Range(first, last - first + 1));

    /// <summary>A list without rows.</summary>
    public static string Nothing(string topic) => $$"""{"data":[],"message":"{{topic}}"}""";

    /// <summary>A list of positions that differ in their ids.</summary>
    public static string Positions(params IEnumerable<string> ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"market_id":"14","is_long":true,"entry_price":1,"liq_price":1,"margin":1,"size":1,"value":1,"leverage":1,"trade_id":"{{id}}"}"""))}}],"message":"positions"}""";

    /// <summary>A book of one bid.</summary>
    public static string Book(decimal price, long version = 1) =>
        $$"""{"data":[{"is_ask":false,"market_id":"14","price":{{price.ToString(CultureInfo.InvariantCulture)}},"size":"1","transaction_version":{{version}}}],"message":"orderbook"}""";
}
