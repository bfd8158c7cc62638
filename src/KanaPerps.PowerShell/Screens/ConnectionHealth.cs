using System.Globalization;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell.Screens;

/// <summary>How the feeds of a picture stand, and the last thing that happened to one of them: the lines at its foot.</summary>
internal sealed class ConnectionHealth
{
    private const int LeastHeightForNews = 14;
    private const int MostLinesOfNews = 3;

    private readonly HealthPart[] _parts;

    // What is wrong with feeds, until they are as they should be.
    private readonly Dictionary<FeedKey, StreamNotice> _troubles = [];
    private StreamNotice? _news;

    /// <summary>Prepares the health of feeds.</summary>
    /// <param name="parts">The feeds, in the order in which they are shown.</param>
    public ConnectionHealth(params HealthPart[] parts)
    {
        _parts = parts;
    }

    /// <summary>Whether what happens to a feed is told with its full name, where a picture has several of a kind.</summary>
    public bool NamesFeeds { get; init; }

    // A feed that is back with everything does not hide that another one is still away.
    private StreamNotice? News => _news is null || !IsReturn(_news) || _troubles.Count == 0 ? _news : _troubles.Values.MaxBy(t => t.At);

    private bool HasTroubleToShow => News is { } news && !IsReturn(news) && !_parts.All(p => p.IsHealthy);

    /// <summary>Takes note of a notice that a user should hear of.</summary>
    public void Saw(StreamNotice notice)
    {
        if (!notice.IsWarning)
        {
            return;
        }

        if (IsReturn(notice))
        {
            _troubles.Remove(notice.Feed);
        }
        else
        {
            _troubles[notice.Feed] = notice;
        }

        // Nor does it hide that another one may have lost rows.
        if (!(IsWholeReturn(notice) && _news is ReconnectedNotice { Completeness: Completeness.PossibleGap } && _news.Feed != notice.Feed))
        {
            _news = notice;
        }
    }

    /// <summary>Looks at all connections.</summary>
    public void Look(IReadOnlyList<ConnectionStatus> connections)
    {
        Dictionary<FeedKey, ConnectionStatus> byFeed = [];
        foreach (ConnectionStatus status in connections)
        {
            if (status.Feed is not null)
            {
                byFeed.TryAdd(status.Feed, status);
            }
        }

        Array.ForEach(_parts, p => p.Look(byFeed));

        // A feed that the picture has left is not followed to its return.
        HashSet<FeedKey> shown = [.. _parts.SelectMany(p => p.Feeds)];
        foreach (FeedKey feed in _troubles.Keys.Where(f => byFeed.GetValueOrDefault(f) is { Healthy: true } || !shown.Contains(f)).ToArray())
        {
            _troubles.Remove(feed);
        }

        _news = _news is not null && shown.Contains(_news.Feed) ? _news : null;
    }

    /// <summary>Draws the foot of a picture. A high window has news and state, a low one whichever matters more.</summary>
    /// <param name="width">How many columns the window has.</param>
    /// <param name="height">How many lines the window has.</param>
    /// <param name="hint">What the user can do.</param>
    /// <returns>The lines.</returns>
    public List<TextLine> Foot(int width, int height, string hint) => height switch
    {
        >= LeastHeightForNews => [.. Tell(width, MostLinesOfNews), Line(width, hint)],
        >= 2 => HasTroubleToShow ? Tell(width, 1) : [Line(width, hint)],
        _ => [],
    };

    // The last thing that happened, or an empty line.
    private List<TextLine> Tell(int width, int most)
    {
        List<TextLine> lines = [new(width)];
        if (News is not { } news)
        {
            return lines;
        }

        string style = IsWholeReturn(news) || news is ConnectedNotice ? "" : ShellStyle.Caution;
        lines[0].Add(string.Create(CultureInfo.InvariantCulture, $"{news.At:HH:mm:ss} {NameOf(news.Feed)}:"), ShellStyle.Dim);

        // A single line may end early, so it begins with what matters most.
        string[] words = (most == 1 && news is ReconnectedNotice { Completeness: Completeness.PossibleGap } gap
            ? $"rows may be missing; reconnected after {TimeText.Of(gap.Downtime)}" : news.Message).Split(' ');
        for (int i = 0; i < words.Length; i++)
        {
            if (lines.Count == most)
            {
                lines[^1].Add(" " + string.Join(' ', words[i..]), style);
                break;
            }

            if (words[i].Length < lines[^1].Room)
            {
                lines[^1].Add(" " + words[i], style);
            }
            else
            {
                lines.Add(new TextLine(width).Add("  " + words[i], style));
            }
        }

        return lines;
    }

    // State, age of the last message, and what went wrong so far.
    private TextLine Line(int width, string hint)
    {
        TextLine line = new(width);
        foreach (HealthPart part in _parts.Where(p => p.Feeds.Count > 0))
        {
            string text = $"{(line.Width > 0 ? "  " : "")}{part.Name} {part.Text}";
            _ = part.IsHealthy ? line.AddIfFits(text) : line.Add(text, ShellStyle.Caution);
        }

        int reserved = hint.Length + 2;
        AddCount(line, reserved, "reconnects", s => s.Reconnects);
        AddCount(line, reserved, "gaps", s => s.Gaps);
        AddCount(line, reserved, "lagged", s => s.Lagged);
        AddCount(line, reserved, "bad messages", s => s.BadMessages);
        return line.AddAtEnd(hint, ShellStyle.Dim);
    }

    // Zeros leave room for the hint; trouble takes it.
    private void AddCount(TextLine line, int reserved, string what, Func<ConnectionStatus, long> count)
    {
        long all = _parts.Sum(p => p.Count(count));
        string text = string.Create(CultureInfo.InvariantCulture, $"  {what} {all}");
        if (all > 0 || line.Room - text.Length >= reserved)
        {
            line.AddIfFits(text, all > 0 ? ShellStyle.Caution : ShellStyle.Dim);
        }
    }

    private string NameOf(FeedKey feed) =>
        !NamesFeeds && _parts.FirstOrDefault(p => p.Feeds.Contains(feed)) is { } part ? part.Name : FeedTitle.Of(feed);

    private static bool IsReturn(StreamNotice notice) => notice is ReconnectedNotice or ConnectedNotice;

    private static bool IsWholeReturn(StreamNotice notice) => notice is ReconnectedNotice { Completeness: not Completeness.PossibleGap };
}
