using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace KanaPerps.Recording.Picture;

/// <summary>
/// Writes a picture as a page in one file. The page loads nothing: its policy forbids every source but the style and the script in it, which it names by
/// their hashes.
/// </summary>
internal static class PicturePage
{
    private static readonly string[] s_scripts = ["data.js", "time.js", "chart.js", "panels.js", "coverage.js", "page.js", "input.js"];
    private static readonly Lazy<string> s_style = new(() => Resource("page.css"));
    private static readonly Lazy<string> s_script = new(() => string.Concat(s_scripts.Select(Resource)));

    /// <summary>Writes the page. The same data gives the same bytes.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="name">What the recording is called.</param>
    /// <param name="network">The network that it is of.</param>
    /// <param name="data">What it shows.</param>
    public static void Write(Stream stream, string name, string network, PictureData data)
    {
        using StreamWriter page = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        string title = Html($"{name}: recording of {network}");
        page.WriteLine($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(s_style.Value)}'; script-src '{Hash(s_script.Value)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{s_style.Value}</style>
            </head>
            <body>
            """);
        Facts(page, name, network, data);
        page.WriteLine(Resource("body.html"));
        PictureTable.Write(page, data);
        page.Write("""<script type="application/json" id="data">""");
        page.Flush();
        PictureJson.Write(stream, data);
        page.WriteLine("</script>");
        page.WriteLine($"<script>{s_script.Value}</script>");
        page.WriteLine("</body>");
        page.WriteLine("</html>");
    }

    /// <summary>Text as it stands in a page.</summary>
    /// <param name="text">The text.</param>
    public static string Html(string text) => WebUtility.HtmlEncode(text);

    private static void Facts(TextWriter page, string name, string network, PictureData data)
    {
        int gaps = data.Feeds.Sum(f => f.Gaps);
        page.WriteLine($"""
            <header>
            <h1>{Html(name)}</h1>
            <dl>
            <div><dt>Network</dt><dd>{Html(network)}</dd></div>
            <div><dt>From</dt><dd>{PictureTable.Time(data.From)}</dd></div>
            <div><dt>To</dt><dd>{PictureTable.Time(data.To)}</dd></div>
            <div><dt>Length</dt><dd>{PictureTable.Length(data.To - data.From)}</dd></div>
            <div><dt>Messages</dt><dd>{data.Messages.ToString("N0", CultureInfo.InvariantCulture)} in {data.Feeds.Count} {(data.Feeds.Count == 1 ? "feed" : "feeds")}</dd></div>
            <div><dt>Data missing</dt><dd>{(gaps == 0 ? "nowhere, as far as the recording tells" : $"""<a href="#missing">{gaps.ToString("N0", CultureInfo.InvariantCulture)} {(gaps == 1 ? "time" : "times")}</a> in all feeds together""")}</dd></div>
            </dl>
            </header>
            """);
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A parser of HTML reads each line end as one line feed, and the hash is of what it reads.
    private static string Resource(string name)
    {
        using Stream stream = typeof(PicturePage).Assembly.GetManifestResourceStream($"{typeof(PicturePage).Namespace}.{name}")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
