using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Recording.Picture;

/// <summary>
/// Writes a picture's data for the page's script. Times are ticks after the beginning, each less the one before; numbers are their own digits, as text, so
/// that the script shows what was recorded. The writer escapes what could end the script element that the data stands in.
/// </summary>
internal static class PictureJson
{
    /// <summary>Writes the data.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="data">The data.</param>
    public static void Write(Stream stream, PictureData data)
    {
        using Utf8JsonWriter json = new(stream);
        long origin = data.From;
        IReadOnlyList<PictureFeed> feeds = data.Feeds;
        Dictionary<int, int> places = feeds.Select((f, i) => (f.Index, i)).ToDictionary(f => f.Index, f => f.i);

        json.WriteStartObject();
        json.WriteNumber("seconds", (origin - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond);
        json.WriteNumber("fraction", origin % TimeSpan.TicksPerSecond);
        json.WriteNumber("length", data.To - origin);

        json.WriteStartArray("feeds");
        foreach (PictureFeed feed in feeds)
        {
            json.WriteStartObject();
            json.WriteString("title", feed.Title);
            json.WriteNumber("from", Within(feed.FirstAt));
            json.WriteNumber("to", Within(feed.FirstAt is null ? null : data.To));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach ((IReadOnlyList<MissingData> missing, int row) in data.MissingRows.Select((m, row) => (m, row)))
        {
            json.WriteStartArray();
            json.WriteNumberValue(row);
            json.WriteNumberValue(missing[0].From - origin);
            json.WriteNumberValue(missing[0].To - origin);
            json.WriteNumberValue((int)missing[0].Kind);
            foreach (MissingData of in missing)
            {
                json.WriteNumberValue(places[of.Feed]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("markets");
        foreach (PictureMarket market in data.Markets)
        {
            Write(json, market, origin, places);
        }

        json.WriteEndArray();
        json.WriteEndObject();

        long Within(long? at) => Math.Clamp((at ?? origin) - origin, 0, data.To - origin);
    }

    private static void Write(Utf8JsonWriter json, PictureMarket market, long origin, Dictionary<int, int> places)
    {
        json.WriteStartObject();
        json.WriteString("id", MarketIds.Text(market.Id));
        json.WriteString("title", market.Title);
        json.WriteStartArray("lines");
        foreach (PictureLine line in market.Lines)
        {
            IReadOnlyList<ValueBucket> values = line.Values.Buckets;
            json.WriteStartObject();
            json.WriteString("chart", line.Chart);
            json.WriteString("label", line.Label);
            json.WriteNumber("feed", places[line.Feed]);
            Times(json, values, origin);
            json.WriteString("count", Column(values, v => Text(v.Count)));
            json.WriteString("value", Column(values, v => Range(v.Last, v.Min, v.Max)));
            json.WriteString("mark", string.Concat(values.Select(v => (char)('0' + (v.BreaksBefore ? 1 : 0) + (v.HasHole ? 2 : 0)))));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("trades");
        foreach ((TradeSide? taker, IReadOnlyList<TradeBucket> trades) in market.Trades)
        {
            json.WriteStartObject();
            json.WriteString("taker", taker?.ToString() ?? "");
            json.WriteNumber("feed", places[market.TradesFeed!.Value]);
            Times(json, trades, origin);
            json.WriteString("count", Column(trades, t => Text(t.Count)));
            json.WriteString("value", Column(trades, t => Range(t.Last, t.Min, t.Max)));
            json.WriteString("size", Column(trades, t => Text(t.Size)));
            json.WriteString("worth", Column(trades, t => Text(t.Value)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Times<TBucket>(Utf8JsonWriter json, IReadOnlyList<TBucket> buckets, long origin)
        where TBucket : struct, ITimeBucket<TBucket>
    {
        long before = origin;
        json.WriteStartArray("at");
        foreach (TBucket bucket in buckets)
        {
            json.WriteNumberValue(bucket.FirstAt - before);
            before = bucket.FirstAt;
        }

        json.WriteEndArray();
        json.WriteStartArray("for");
        foreach (TBucket bucket in buckets)
        {
            json.WriteNumberValue(bucket.LastAt - bucket.FirstAt);
        }

        json.WriteEndArray();
    }

    private static string Column<TBucket>(IReadOnlyList<TBucket> buckets, Func<TBucket, string> text) => string.Join(' ', buckets.Select(text));

    private static string Range(decimal last, decimal min, decimal max) => min == max ? Text(last) : $"{Text(last)},{Text(min)},{Text(max)}";

    private static string Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
