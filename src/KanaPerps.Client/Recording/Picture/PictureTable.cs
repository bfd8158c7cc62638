using System.Globalization;

namespace KanaPerps.Recording.Picture;

/// <summary>Writes what a page tells in tables, which are there without a script too: the feeds, and the times of which data is missing.</summary>
internal static class PictureTable
{
    private static readonly string[] s_kinds = ["outage", "not-recorded", "unreadable", "missing-rows", "silent", "doubtful"];

    /// <summary>Writes the tables.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="data">What they show.</param>
    public static void Write(TextWriter page, PictureData data)
    {
        IReadOnlyList<PictureFeed> feeds = data.Feeds;
        page.WriteLine("""<section aria-labelledby="missing"><h2 id="missing">Where data is missing</h2>""");
        if (data.Missing.Count == 0)
        {
            page.WriteLine("<p>The recording tells of no time without data.</p>");
        }
        else
        {
            page.WriteLine("""<div class="table"><table><thead><tr><th scope="col">From (UTC)</th><th scope="col">To (UTC)</th><th scope="col">Length</th><th scope="col">Feed</th><th scope="col">What</th></tr></thead><tbody id="missing-rows">""");
            Dictionary<int, PictureFeed> byIndex = feeds.ToDictionary(f => f.Index);
            foreach (IReadOnlyList<MissingData> missing in data.MissingRows)
            {
                string of = missing.Count == feeds.Count && feeds.Count > 1 ? "all feeds" : string.Join(", ", missing.Select(m => byIndex[m.Feed].Title));
                page.WriteLine(Row(missing[0], of));
            }

            page.WriteLine("</tbody></table></div>");
        }

        page.WriteLine("""</section><section aria-labelledby="feeds"><h2 id="feeds">Feeds</h2>""");
        page.WriteLine("""<div class="table"><table><thead><tr><th scope="col">Feed</th><th scope="col">Name in the recording</th><th scope="col" class="number">Messages</th><th scope="col" class="number">Times without data</th></tr></thead><tbody id="feed-rows">""");
        foreach (PictureFeed feed in feeds)
        {
            page.WriteLine($"""<tr><td>{PicturePage.Html(feed.Title)}</td><td class="name">{PicturePage.Html(Wire.VenueText.Escape(FeedName.Of(feed.Key)))}</td><td class="number">{feed.Messages.ToString("N0", CultureInfo.InvariantCulture)}</td><td class="number">{feed.Gaps.ToString("N0", CultureInfo.InvariantCulture)}</td></tr>""");
        }

        page.WriteLine("</tbody></table></div></section>");
    }

    /// <summary>A time, to the millisecond.</summary>
    /// <param name="ticks">The time in ticks of UTC, or 0 where no line says it.</param>
    public static string Time(long ticks) => ticks == 0 ? "not known" : new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length of time.</summary>
    /// <param name="ticks">The length in ticks.</param>
    public static string Length(long ticks)
    {
        TimeSpan length = new(ticks);
        return ticks == 0 ? "a moment"
            : length.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.###} s")
            : length.TotalDays < 1 ? length.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : length.ToString(@"d\ \d\ hh\:mm\:ss", CultureInfo.InvariantCulture);
    }

    private static string Row(MissingData missing, string feeds)
    {
        string text = missing.Count == 1 ? missing.Text : string.Create(CultureInfo.InvariantCulture, $"{missing.Count} times close together, the first: {missing.Text}");
        return $"""<tr class="{s_kinds[(int)missing.Kind]}"><td><a href="#from={Stamp(missing.From)}&amp;to={Stamp(missing.To)}">{Time(missing.From)}</a></td><td>{Time(missing.To)}</td><td>{Length(missing.To - missing.From)}</td><td>{PicturePage.Html(feeds)}</td><td><span class="kind">{Word(missing.Kind)}</span>: {PicturePage.Html(text)}</td></tr>""";
    }

    private static string Stamp(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static string Word(MissingKind kind) => kind switch
    {
        MissingKind.Outage => "Outage",
        MissingKind.NotRecorded => "Not recorded",
        MissingKind.Unreadable => "Unreadable",
        MissingKind.MissingRows => "Rows may be missing",
        MissingKind.Silent => "Silent",
        _ => "Doubtful, not missing",
    };
}
