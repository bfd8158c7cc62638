using System.Globalization;

namespace KanaPerps.Client.Tests;

/// <summary>Messages as the venue sends them, with only the fields that must be there.</summary>
internal static class Messages
{
    /// <summary>One market's rate.</summary>
    public static string Funding(decimal rate) =>
        $$"""{"data":[{"market_id":"14","funding_rate":"{{rate.ToString(CultureInfo.InvariantCulture)}}"}],"message":"live_funding_rate"}""";

    /// <summary>A list of fills that differ in their order ids, which serve as times too.</summary>
    public static string Fills(params int[] ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(id => $$"""{"market_id":"14","order_type":1,"fee":0,"pnl":0,"price":1,"size":1,"order_id":"{{id}}","timestamp":{{id}}}"""))}}],"message":"trade_history"}""";

    /// <summary>A book of one bid.</summary>
    public static string Book(decimal price) =>
        $$"""{"data":[{"is_ask":false,"market_id":"14","price":{{price.ToString(CultureInfo.InvariantCulture)}},"size":"1"}],"message":"orderbook"}""";
}
