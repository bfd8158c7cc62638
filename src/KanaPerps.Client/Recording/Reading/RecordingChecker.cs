using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>Reads a recording to see whether it is whole.</summary>
internal sealed class RecordingChecker
{
    private const int MostListed = 1_000;

    private readonly RecordingFolder _folder;
    private readonly Dictionary<RecordedFeed, Tally> _feeds = [];
    private readonly List<RecordingDamage> _damage = [];
    private long _torn;
    private bool _isDamaged;

    public RecordingChecker(RecordingFolder folder)
    {
        _folder = folder;
    }

    /// <summary>Checks.</summary>
    /// <param name="onProgress">Told how many bytes have been read, now and then.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>An object for each feed, in the order of their names, or one for a recording without feeds.</returns>
    public IReadOnlyList<RecordingCheck> Run(Action<long> onProgress, CancellationToken cancellation)
    {
        foreach (RecordingDamage other in _folder.FindOthers(cancellation))
        {
            // What a recorder moved aside is told as a hole in the recording, in its place.
            Add(other, isDamage: other.Kind != RecordingDamageKind.MovedAside && other.IsLoss);
        }

        using RecordingReader reader = new(_folder.Read(new ReadOptions(), cancellation), _folder.Description.Endpoint);
        while (reader.Read())
        {
            if (reader.Damage is { } damage)
            {
                Add(damage, isDamage: damage.Kind != RecordingDamageKind.OtherFile || damage.IsLoss);
                _torn += damage.Kind == RecordingDamageKind.TornMember ? 1 : 0;
            }
            else if (reader.Feed is { } feed)
            {
                if (!_feeds.TryGetValue(feed, out Tally? tally))
                {
                    _feeds.Add(feed, tally = new Tally(feed));
                }

                tally.Take(reader);
            }

            onProgress(reader.Progress);
        }

        return _feeds.Count > 0
            ? [.. _feeds.Values.OrderBy(t => t.Feed.Name, StringComparer.Ordinal).Select(t => t.Result(Common()))]
            : [Common()];
    }

    private void Add(RecordingDamage damage, bool isDamage)
    {
        _isDamaged |= isDamage;
        if (_damage.Count < MostListed)
        {
            _damage.Add(damage);
        }
    }

    private RecordingCheck Common() => new() { Path = _folder.Path, IsDamaged = _isDamaged, TornMembers = _torn, Damage = _damage };

    private sealed class Tally(RecordedFeed feed)
    {
        private readonly FeedPlayer _player = FeedPlayer.Of(feed.Key, new SubscriptionOptions());
        private readonly List<RecordedGap> _gaps = [];
        private readonly List<RecordedStepBack> _stepsBack = [];
        private long _messages;
        private long _rows;
        private long _outOfOrder;
        private DateTimeOffset? _first;
        private DateTimeOffset? _last;
        private DateTimeOffset? _lastPlayed;

        public RecordedFeed Feed => feed;

        public void Take(RecordingReader reader)
        {
            if (reader.Kind == RecordedKind.Notice)
            {
                if (RecordedGap.Of(reader.ReadNotice()) is { } gap)
                {
                    _gaps.Add(gap);
                }

                return;
            }

            if (!reader.IsRepeat)
            {
                Count(reader);
            }

            if (reader.IsText && !(reader.IsRepeat && _lastPlayed == reader.At))
            {
                _lastPlayed = reader.At;
                _rows += _player.Play(reader.Payload, reader.At).Count;
            }
        }

        public RecordingCheck Result(RecordingCheck common) => common with
        {
            Feed = feed.Name,
            Topic = feed.Key.Topic,
            Key = feed.Key.Key,
            Messages = _messages,
            Rows = _rows,
            From = _first,
            To = _last,
            Gaps = _gaps,
            OutOfOrder = _outOfOrder,
            StepsBack = _stepsBack,
        };

        private void Count(RecordingReader reader)
        {
            _messages++;
            _first ??= reader.At;
            if (reader.At < _last)
            {
                _outOfOrder++;
                if (_stepsBack.Count < MostListed)
                {
                    _stepsBack.Add(new(reader.Block.File.Name, _last.Value, reader.At));
                }
            }

            _last = reader.At;
        }
    }
}
