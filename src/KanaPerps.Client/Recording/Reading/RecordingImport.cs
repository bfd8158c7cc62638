using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>Plays a recording from front to back: what watchers of its feeds got, in the order in which it was recorded.</summary>
internal sealed class RecordingImport
{
    private readonly RecordingReader _reader;
    private readonly FeedSelection _selection;
    private readonly SubscriptionOptions _view;
    private readonly ReadOptions _part;
    private readonly RecordedClock _clock = new();
    private readonly Dictionary<RecordedFeed, State?> _feeds = [];
    private bool _hasBegun;

    /// <summary>Prepares to play.</summary>
    /// <param name="reader">The recording, which was told to read the part.</param>
    /// <param name="selection">Which feeds to play.</param>
    /// <param name="view">What to see of them.</param>
    /// <param name="part">Which part of the recording to play.</param>
    public RecordingImport(RecordingReader reader, FeedSelection selection, SubscriptionOptions view, ReadOptions part)
    {
        _reader = reader;
        _selection = selection;
        _view = view;
        _part = part;
    }

    /// <summary>Told of each feed that is played, before its first event.</summary>
    public Action<FeedKey>? OnFeed { get; init; }

    /// <summary>Takes what REST answered: path and query, and the body.</summary>
    public Action<string, byte[]>? OnRest { get; init; }

    /// <summary>Takes the line that a recorder begins or ends a session with.</summary>
    public Action<ReadOnlySpan<byte>>? OnSession { get; init; }

    /// <summary>Plays. Each event is valid until the next one is asked for.</summary>
    /// <returns>The events.</returns>
    public IEnumerable<RecordingEvent> Play()
    {
        while (_reader.Read())
        {
            if (_reader.Damage is { } damage)
            {
                if (Concerns(damage))
                {
                    yield return new(null, [], Damage: damage);
                }

                continue;
            }

            if (!_hasBegun && !_reader.IsRepeat && !(_part.From > _reader.At))
            {
                _hasBegun = true;
                foreach (RecordingEvent first in Join())
                {
                    yield return first;
                }
            }

            if (_reader.Kind == RecordedKind.Rest && OnRest is not null && _reader.ReadRestQuery() is { } query)
            {
                OnRest(query, _reader.Payload.ToArray());
            }

            if (_reader.Kind == RecordedKind.Session && IsWanted)
            {
                OnSession?.Invoke(_reader.Line);
            }

            if (_reader.Feed is { } feed && StateOf(feed) is { } state && Take(state) is { } next)
            {
                yield return next;
            }
        }
    }

    private bool Concerns(RecordingDamage damage) => !(damage.To < _part.From || damage.From > _part.To);

    private State? StateOf(RecordedFeed feed)
    {
        if (!_feeds.TryGetValue(feed, out State? state))
        {
            state = _selection.Takes(feed.Key) ? new(FeedPlayer.Of(feed.Key, _view, _selection.Markets), new FeedJoin(_clock)) : null;
            _feeds.Add(feed, state);
            if (state is not null)
            {
                OnFeed?.Invoke(feed.Key);
            }
        }

        return state;
    }

    private RecordingEvent? Take(State state)
    {
        if (_reader.Kind == RecordedKind.Notice)
        {
            StreamNotice notice = _reader.ReadNotice();
            if (!_hasBegun)
            {
                state.Join.Keep(notice);
                return null;
            }

            return IsWanted ? new(state.Player.Feed, [], notice) : null;
        }

        // A repeat is the message that stands in the file before, unless that one was lost.
        if (!_reader.IsText || (_reader.IsRepeat && state.LastAt == _reader.At))
        {
            return null;
        }

        state.LastAt = _reader.At;
        if (!_hasBegun && _part.From is not null)
        {
            state.Join.Keep(_reader.Payload, _reader.At);
            return null;
        }

        IReadOnlyList<object> rows = state.Player.Play(_reader.Payload, _reader.At);
        return IsWanted ? new(state.Player.Feed, rows) { At = _reader.At, IsReadable = state.Player.IsReadable, IsEarlier = _reader.IsRepeat && !_hasBegun } : null;
    }

    // A clock that was set back leads out of the part that is wanted, and in again. A repeat is the state at the beginning, however old.
    private bool IsWanted => _reader.IsRepeat || !(_reader.At < _part.From || _reader.At > _part.To);

    private List<RecordingEvent> Join()
    {
        List<RecordingEvent> first = [];
        foreach (State state in _feeds.Values.OfType<State>().OrderBy(s => s.Join.At))
        {
            if (state.Join.At is { } at)
            {
                first.Add(new(state.Player.Feed, state.Player.Play(state.Join.Message, at)) { At = at, IsReadable = state.Player.IsReadable, IsEarlier = true });
            }

            _clock.Now = _part.From ?? _reader.At;
            first.AddRange(state.Join.Condition.Select(notice => new RecordingEvent(state.Player.Feed, [], notice)));
        }

        return first;
    }

    private sealed class State(FeedPlayer player, FeedJoin join)
    {
        public FeedPlayer Player => player;

        public FeedJoin Join => join;

        public DateTimeOffset? LastAt { get; set; }
    }
}
