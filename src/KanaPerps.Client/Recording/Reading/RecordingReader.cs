using System.Globalization;
using System.Text.Json;
using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>
/// Reads a recording entry by entry, in constant memory: lines, and in their places what could not be read. Nothing of an entry outlives the next call of
/// <see cref="Read"/>.
/// </summary>
internal sealed class RecordingReader : IDisposable
{
    private readonly IEnumerator<RecordingBlock> _blocks;
    private readonly RecordedFeeds _feeds;
    private readonly Queue<RecordingDamage> _damage = new();
    private RecordingBlock? _block;
    private LineShape _shape;
    private int _start;
    private int _length;
    private int _next;
    private MemberHeader _seen;
    private bool _hasBadLines;

    /// <summary>Begins to read.</summary>
    /// <param name="blocks">The blocks; the reader disposes them.</param>
    /// <param name="endpoint">Where the data came from.</param>
    public RecordingReader(IEnumerable<RecordingBlock> blocks, KanaEndpoint endpoint)
    {
        _blocks = blocks.GetEnumerator();
        _feeds = new RecordedFeeds(endpoint);
    }

    /// <summary>What the entry is.</summary>
    public RecordedKind Kind => Damage is null ? _shape.Kind : RecordedKind.Damage;

    /// <summary>The time of a line.</summary>
    public DateTimeOffset At => _shape.At;

    /// <summary>The feed of a message or notice.</summary>
    public RecordedFeed? Feed { get; private set; }

    /// <summary>Which connection of its feed a message came over.</summary>
    public int Connection => _shape.Connection;

    /// <summary>Whether a message stands in the file before, too.</summary>
    public bool IsRepeat => _shape.IsRepeat;

    /// <summary>What can't be read, or null.</summary>
    public RecordingDamage? Damage { get; private set; }

    /// <summary>The time of the last line that is not a repeat.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>The number of bytes of all files up to the end of what is being read.</summary>
    public long Progress { get; private set; }

    /// <summary>The block that the line is in.</summary>
    public RecordingBlock Block => _block!;

    /// <summary>Whether the line is the first of its block.</summary>
    public bool IsFirstOfBlock => _start == 0;

    /// <summary>The line, without its line feed.</summary>
    public ReadOnlySpan<byte> Line => _block!.Lines.Span.Slice(_start, _length);

    /// <summary>Whether a codec takes the message: it came as text, and has some.</summary>
    public bool IsText => _shape.Form != PayloadForm.Base64 && !(_shape.Form == PayloadForm.Text && _shape.Payload.Length <= 2);

    /// <summary>The bytes of a message or of what REST answered, as they were received; empty where a string in the line can't be read.</summary>
    public ReadOnlySpan<byte> Payload => LinePayload.Of(Line, _shape);

    /// <summary>Reads on.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="KanaException">A later version wrote the recording.</exception>
    public bool Read()
    {
        Damage = null;
        Feed = null;
        while (true)
        {
            if (_damage.TryDequeue(out RecordingDamage? damage))
            {
                Damage = damage;
                return true;
            }

            if (_block is not null && TryReadLine())
            {
                return true;
            }

            if (!NextBlock() && _damage.Count == 0)
            {
                return false;
            }
        }
    }

    /// <summary>The notice of the line.</summary>
    /// <returns>The notice.</returns>
    public StreamNotice ReadNotice()
    {
        using JsonDocument json = JsonDocument.Parse(Line.ToArray(), new JsonDocumentOptions { MaxDepth = 1_000 });
        return NoticeJson.Read(json.RootElement, Feed!.Key);
    }

    /// <summary>Which call REST answered.</summary>
    /// <returns>The path and query, or null.</returns>
    public string? ReadRestQuery()
    {
        using JsonDocument json = JsonDocument.Parse(Line.ToArray(), new JsonDocumentOptions { MaxDepth = 1_000 });
        return json.RootElement.GetProperty("rest") is { ValueKind: JsonValueKind.String } query ? query.GetString() : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _block?.Dispose();
        _block = null;
        _blocks.Dispose();
    }

    private bool TryReadLine()
    {
        int bad = 0;
        int badStart = _next;
        string? firstProblem = null;
        while (PassLine())
        {
            string? problem = "its feed is not text";
            bool isGood = _length == 0 || (LineParser.TryParse(Line, out _shape, out problem) && (_shape.Feed.Length == 0 || FindFeed()));
            if (isGood && _length == 0)
            {
                continue;
            }

            if (!isGood)
            {
                firstProblem ??= problem;
                bad++;
                continue;
            }

            if (bad > 0)
            {
                // Told before the line, which is read once more.
                _next = _start;
                _hasBadLines = true;
                Damage = BadLines(bad, badStart, firstProblem!, _shape.IsRepeat ? null : _shape.At);
                Feed = null;
                return true;
            }

            LastAt = _shape.IsRepeat ? LastAt : _shape.At;
            Count(_shape.At.UtcTicks);
            return true;
        }

        _hasBadLines |= bad > 0;

        if (bad > 0)
        {
            _start = _next;
            Damage = BadLines(bad, badStart, firstProblem!, to: null);
            return true;
        }

        if (_block!.Header is { } header && !_hasBadLines && header with { Length = 0 } != _seen)
        {
            _hasBadLines = true;
            Damage = WrongHeader(header.Length);
            return true;
        }

        return false;
    }

    private void Count(long ticks) => _seen = _seen.Lines == 0
        ? new(0, ticks, ticks, 1)
        : new(0, Math.Min(ticks, _seen.FirstAt), Math.Max(ticks, _seen.LastAt), _seen.Lines + 1);

    private bool FindFeed() => (Feed = _feeds.Find(Line.Slice(_shape.Feed.Start, _shape.Feed.Length), _shape.IsFeedEscaped)) is not null;

    private bool PassLine()
    {
        ReadOnlySpan<byte> lines = _block!.Lines.Span;
        if (_next >= lines.Length)
        {
            return false;
        }

        _start = _next;
        int lineFeed = lines[_next..].IndexOf((byte)'\n');
        _length = lineFeed < 0 ? lines.Length - _next : lineFeed;
        _next += _length + 1;
        if (_length > 0 && lines[_start + _length - 1] == (byte)'\r')
        {
            _length--;
        }

        if (lines.Slice(_start, _length).StartsWith("\uFEFF"u8))
        {
            _start += 3;
            _length -= 3;
        }

        return true;
    }

    private RecordingDamage BadLines(int count, int start, string problem, DateTimeOffset? to) => new()
    {
        File = _block!.File.Name,
        Kind = RecordingDamageKind.BadLine,
        Offset = _block.Offset,
        Reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{(count == 1 ? "a line was" : $"{count} lines were")} skipped in the gzip member at offset {_block.Offset}, at byte {start} of its text, because {problem}"),
        From = LastAt,
        To = to,
    };

    private RecordingDamage WrongHeader(long length) => new()
    {
        File = _block!.File.Name,
        Kind = RecordingDamageKind.TornMember,
        Offset = _block.Offset,
        Bytes = length,
        Reason = "the header of a gzip member does not say what is in it",
        From = LastAt,
        IsLoss = false,
    };

    // Damage waits for the block after it: its first line says until when lines may be missing.
    private bool NextBlock()
    {
        _block?.Dispose();
        _block = null;
        while (_blocks.MoveNext())
        {
            RecordingBlock block = _blocks.Current;
            Progress = block.Progress > 0 ? block.Progress : Progress;
            if (block.Damage is { } damage)
            {
                _damage.Enqueue(damage with { From = LastAt });
                continue;
            }

            _block = block;
            _start = _length = _next = 0;
            (_seen, _hasBadLines) = (default, false);
            if (_damage.Count > 0)
            {
                DateTimeOffset? to = FirstTime();
                for (int i = _damage.Count; i > 0; i--)
                {
                    _damage.Enqueue(_damage.Dequeue() with { To = to });
                }
            }

            return true;
        }

        return false;
    }

    private DateTimeOffset? FirstTime()
    {
        DateTimeOffset? first = null;
        while (first is null && PassLine())
        {
            first = LineParser.TryParse(Line, out LineShape shape, out _) && !shape.IsRepeat ? shape.At : null;
        }

        _start = _length = _next = 0;
        return first;
    }
}
