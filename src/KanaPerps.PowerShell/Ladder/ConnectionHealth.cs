using System.Globalization;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>How the feeds of a picture stand, and the last thing that happened to one of them.</summary>
internal sealed class ConnectionHealth
{
    private readonly FeedKey _book;
    private readonly FeedKey _trades;
    private ConnectionStatus? _bookStatus;
    private ConnectionStatus? _tradesStatus;
    private StreamNotice? _news;

    public ConnectionHealth(FeedKey book, FeedKey trades)
    {
        _book = book;
        _trades = trades;
    }

    /// <summary>Whether a feed does not bring data as it should, and there is something to say about it.</summary>
    public bool HasTroubleToShow => _news is { IsWarning: true } and not ReconnectedNotice and not ConnectedNotice && !(_bookStatus is { Healthy: true } && _tradesStatus is { Healthy: true });

    /// <summary>Takes note of a notice that a user should hear of.</summary>
    public void Saw(StreamNotice notice)
    {
        // A feed that is back with everything does not hide that the other one may have lost rows.
        bool isMinor = IsWholeReturn(notice) && _news is ReconnectedNotice { Completeness: Completeness.PossibleGap } && _news.Feed != notice.Feed;
        if (notice.IsWarning && !isMinor)
        {
            _news = notice;
        }
    }

    /// <summary>Looks at all connections.</summary>
    public void Look(IReadOnlyList<ConnectionStatus> connections)
    {
        _bookStatus = Find(connections, _book);
        _tradesStatus = Find(connections, _trades);
    }

    /// <summary>The last thing that happened, or an empty line.</summary>
    /// <param name="width">How many columns there are.</param>
    /// <param name="most">How many lines it may take.</param>
    public List<TextLine> News(int width, int most)
    {
        List<TextLine> lines = [new(width)];
        if (_news is null)
        {
            return lines;
        }

        string style = IsWholeReturn(_news) || _news is ConnectedNotice ? "" : ShellStyle.Caution;
        lines[0].Add(string.Create(CultureInfo.InvariantCulture, $"{_news.At:HH:mm:ss} {NameOf(_news.Feed)}:"), ShellStyle.Dim);

        // A single line may end early, so it begins with what matters most.
        string[] words = (most == 1 && _news is ReconnectedNotice { Completeness: Completeness.PossibleGap } gap
            ? $"rows may be missing; reconnected after {TimeText.Of(gap.Downtime)}" : _news.Message).Split(' ');
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

    /// <summary>State, age of the last message, and what went wrong so far.</summary>
    /// <param name="width">How many columns there are.</param>
    /// <param name="hint">What the user can do, shown at the end if there is room.</param>
    public TextLine Line(int width, string hint)
    {
        TextLine line = new(width);
        Add(line, NameOf(_book), _bookStatus);
        Add(line, NameOf(_trades), _tradesStatus);
        int reserved = hint.Length + 2;
        AddCount(line, reserved, "reconnects", s => s.Reconnects);
        AddCount(line, reserved, "gaps", s => s.Gaps);
        AddCount(line, reserved, "lagged", s => s.Lagged);
        AddCount(line, reserved, "bad messages", s => s.BadMessages);
        return line.AddAtEnd(hint, ShellStyle.Dim);
    }

    private static bool IsWholeReturn(StreamNotice notice) => notice is ReconnectedNotice { Completeness: not Completeness.PossibleGap };

    private string NameOf(FeedKey feed) => feed == _book ? "book" : "trades";

    private static void Add(TextLine line, string name, ConnectionStatus? status)
    {
        string state = status is null ? "closed" : status is { State: ConnectionState.Live, Healthy: false } ? "stale" : status.State.ToString().ToLowerInvariant();
        string age = status?.LastMessageAge is { } silence ? string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(silence.TotalSeconds):0} s") : "";
        string gap = line.Width > 0 ? "  " : "";
        string text = $"{gap}{name} {state}{age}";
        _ = status is { Healthy: true } ? line.AddIfFits(text) : line.Add(text, ShellStyle.Caution);
    }

    // Zeros leave room for the hint; trouble takes it.
    private void AddCount(TextLine line, int reserved, string what, Func<ConnectionStatus, long> count)
    {
        long all = (_bookStatus is null ? 0 : count(_bookStatus)) + (_tradesStatus is null ? 0 : count(_tradesStatus));
        string text = string.Create(CultureInfo.InvariantCulture, $"  {what} {all}");
        if (all > 0 || line.Room - text.Length >= reserved)
        {
            line.AddIfFits(text, all > 0 ? ShellStyle.Caution : ShellStyle.Dim);
        }
    }

    private static ConnectionStatus? Find(IReadOnlyList<ConnectionStatus> connections, FeedKey feed) =>
        connections.FirstOrDefault(c => c.Feed == feed);
}
