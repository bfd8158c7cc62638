using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording.Picture;

/// <summary>A feed in a picture: when it was recorded, and when its data is missing.</summary>
internal sealed class PictureFeed
{
    private readonly List<ValueSeries> _values = [];
    private readonly MissingList _missing;
    private (long From, MissingKind Kind, string Text)? _open;

    public PictureFeed(int index, FeedKey key, MissingList missing)
    {
        Index = index;
        Key = key;
        _missing = missing;
    }

    /// <summary>Its place among the picture's feeds.</summary>
    public int Index { get; }

    /// <summary>The feed.</summary>
    public FeedKey Key { get; }

    /// <summary>What it is called, with the beginning and the end of an address.</summary>
    public string Title => ShortAddress.In(FeedTitle.Of(Key), Key.Key);

    /// <summary>How many messages were recorded.</summary>
    public long Messages { get; private set; }

    /// <summary>When the first line of it was recorded, in ticks of UTC, or null.</summary>
    public long? FirstAt { get; private set; }

    /// <summary>When the last line of it was recorded, in ticks of UTC, or null.</summary>
    public long? LastAt { get; private set; }

    /// <summary>How many times data is missing.</summary>
    public int Gaps { get; private set; }

    /// <summary>Adds a number that its messages tell.</summary>
    /// <param name="values">The number.</param>
    public void Own(ValueSeries values) => _values.Add(values);

    /// <summary>A message came, and what it says of the numbers has been taken.</summary>
    /// <param name="at">When.</param>
    /// <param name="isReadable">Whether it could be read.</param>
    public void Message(long at, bool isReadable)
    {
        Messages++;
        Line(at);
        if (isReadable)
        {
            Close(at);
            _values.ForEach(v => v.Hold(at));
        }
        else
        {
            Break();
        }
    }

    /// <summary>Takes a notice.</summary>
    /// <param name="notice">The notice.</param>
    public void Notice(StreamNotice notice)
    {
        long at = notice.At.UtcTicks;
        if (Take(notice, at))
        {
            Break();
        }

        Line(at);
    }

    /// <summary>A part of the recording can't be read.</summary>
    /// <param name="damage">The part.</param>
    public void Damage(MissingData damage) => Add(damage.From, damage.To, damage.Kind, damage.Text, damage.Count);

    /// <summary>The recording goes on without this feed.</summary>
    public void LeaveOut()
    {
        if (LastAt is { } last && _open is not { Kind: MissingKind.NotRecorded })
        {
            Close(last);
            _open = (last, MissingKind.NotRecorded, "the recording went on without this feed.");
            Break();
        }
    }

    /// <summary>The recording ends.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended.</param>
    public void End(long from, long to)
    {
        if (FirstAt is not { } first)
        {
            Add(from, to, MissingKind.NotRecorded, "the recording has no line of this feed.");
        }
        else if (first - from >= TimeSpan.TicksPerSecond)
        {
            Add(from, first, MissingKind.NotRecorded, "this feed was recorded later than others.");
        }

        if (_open is null)
        {
            _values.ForEach(v => v.Extend(to));
        }

        Close(to);
    }

    /// <summary>Data may be missing here: no line is drawn across.</summary>
    public void Break() => _values.ForEach(v => v.Break());

    // Whether data may be missing, so that a line through the data ends here.
    private bool Take(StreamNotice notice, long at)
    {
        switch (notice)
        {
            case ReconnectingNotice lost:
                Open(LastAt ?? at, MissingKind.Outage, $"{(lost.WasConnected ? "connection lost" : "not connected")}: {lost.Reason}");
                return true;
            case ReconnectedNotice back:
                Reconnected(back, at);
                return true;
            case ConnectedNotice:
                Close(at);
                return true;
            case RecordingGapNotice hole:
                Close(hole.From.UtcTicks);
                Add(hole.From.UtcTicks, hole.To.UtcTicks, MissingKind.NotRecorded, hole.Message);
                return true;
            case BridgeGapNotice hole:
                Add(hole.From.UtcTicks, hole.To.UtcTicks, MissingKind.MissingRows, hole.Message);
                return true;
            case GapNotice gap:
                Add(gap.From.UtcTicks, at, MissingKind.MissingRows, gap.Message);
                return true;
            case StaleNotice stale:
                Open(at - stale.Silence.Ticks, MissingKind.Silent, stale.Message);
                return true;
            case NoFirstMessageNotice none:
                Open(at - none.Waited.Ticks, MissingKind.Silent, none.Message);
                return true;
            case StandstillNotice or OutOfOrderNotice:
                Add(at - ((notice as StandstillNotice)?.DataAge.Ticks ?? 0), at, MissingKind.Doubtful, notice.Message);
                return false;
            case FaultNotice or DisconnectedNotice:
                Open(LastAt ?? at, MissingKind.Outage, notice.Message);
                return true;
            default:
                // An unreadable message, rows that were dropped, or a notice of a later version.
                if (notice.IsWarning)
                {
                    Add(at, at, notice is BadMessageNotice ? MissingKind.Unreadable : MissingKind.MissingRows, notice.Message);
                }

                return notice.IsWarning;
        }
    }

    private void Reconnected(ReconnectedNotice back, long at)
    {
        long from = Math.Min(_open?.From ?? at, back.Completeness == Completeness.PossibleGap ? back.From.UtcTicks : at - back.Downtime.Ticks);
        string text = _open is { } open ? $"{open.Text.TrimEnd('.')}; {back.Message}" : back.Message;
        _open = null;
        Add(from, at, MissingKind.Outage, text);
    }

    private void Open(long from, MissingKind kind, string text)
    {
        if (_open is not { } open)
        {
            _open = (from, kind, text);
        }
        else if (open.Kind != kind && kind == MissingKind.Outage)
        {
            // A silent feed is dialled again: one time without data, which begins with the silence.
            _open = (open.From, kind, $"{open.Text.TrimEnd('.')}; {text}");
        }
    }

    private void Close(long at)
    {
        if (_open is { } open)
        {
            _open = null;
            Add(open.From, at, open.Kind, open.Text);
        }
    }

    private void Add(long from, long to, MissingKind kind, string text, int count = 1)
    {
        Gaps += kind == MissingKind.Doubtful ? 0 : count;
        _missing.Add(new MissingData(Index, from, Math.Max(from, to), kind, text, count));
    }

    private void Line(long at)
    {
        FirstAt = FirstAt is { } first ? Math.Min(first, at) : at;
        LastAt = LastAt is { } last ? Math.Max(last, at) : at;
    }
}
