using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Valuation;

/// <summary>
/// Plays objects of feeds, live or kept, through a tracker. The clock is that of the objects, the newest time that any of them has: so the same objects give
/// the same rows whenever they are played, each as it was due then. It never goes back.
/// </summary>
internal sealed class RiskPlayer
{
    private readonly RiskTracker _tracker;
    private readonly Action<object> _write;
    private readonly Dictionary<string, KanaEndpoint> _endpoints = [];
    private readonly List<VenueRow> _rows = [];
    private FeedKey? _message;
    private bool _isAnnounced;
    private DateTimeOffset? _start;
    private DateTimeOffset _utc;

    /// <summary>Begins without accounts.</summary>
    /// <param name="tracker">The tracker, which keeps all markets.</param>
    /// <param name="write">Takes each row when it is due.</param>
    public RiskPlayer(RiskTracker tracker, Action<object> write)
    {
        _tracker = tracker;
        _write = write;
    }

    private Moment Now => new(_utc, _utc - (_start ?? _utc));

    /// <summary>Takes note of a message whose objects follow, which may be none. Where messages are not announced, they are told apart by their times.</summary>
    /// <param name="feed">Its feed.</param>
    /// <param name="at">When it was received.</param>
    public void Begin(FeedKey feed, DateTimeOffset at)
    {
        EndMessage();
        Advance(at);
        _message = feed with { Endpoint = EndpointOf(feed.Endpoint.Name) };
        _isAnnounced = true;
    }

    /// <summary>Takes a row of a message: a position, a trade or a funding rate. Others mean nothing here.</summary>
    /// <param name="row">The row.</param>
    public void Take(VenueRow row)
    {
        if (TopicOf(row) is not (string topic, var key))
        {
            return;
        }

        if (!_isAnnounced || _message?.Topic != topic)
        {
            FeedKey feed = new(EndpointOf(row.Network), topic, key);
            if (_message != feed || !IsOfSameMessage(row))
            {
                EndMessage();
                _message = feed;
            }
        }

        Advance(row.ReceivedAt);
        _rows.Add(row);
    }

    /// <summary>Takes a book.</summary>
    /// <param name="book">The book.</param>
    public void Take(OrderBook book)
    {
        EndMessage();
        Advance(book.ReceivedAt);
        _tracker.OnBook(new(EndpointOf(book.Network), KanaTopics.OrderBook.Name, MarketIds.Text(book.MarketId)), book, Now);
        WriteDue();
    }

    /// <summary>Takes a notice, in its place among the objects.</summary>
    /// <param name="notice">The notice.</param>
    public void Take(StreamNotice notice)
    {
        EndMessage();
        Advance(notice.At);
        _tracker.OnNotice(notice with { Feed = notice.Feed with { Endpoint = EndpointOf(notice.Feed.Endpoint.Name) } });
        WriteDue();
    }

    /// <summary>Ends the input: a position that still waits for its price has its first row now.</summary>
    public void Finish()
    {
        EndMessage();
        _tracker.StopWaiting();
        WriteDue();
    }

    private static (string Topic, string? Key)? TopicOf(VenueRow row) => row switch
    {
        Position position => (KanaTopics.Positions.Name, position.Address),
        Trade trade => (KanaTopics.RecentTrades.Name, MarketIds.Text(trade.MarketId)),
        FundingRate => (KanaTopics.FundingRates.Name, null),
        _ => null,
    };

    private static bool IsClosed(VenueRow row) => row is StateRow { Change: RowChange.Closed };

    // What went stands before the rest, with the time at which it was there last.
    private bool IsOfSameMessage(VenueRow row) => _rows is [.., var last] && (IsClosed(last) || (!IsClosed(row) && row.ReceivedAt == last.ReceivedAt));

    private void EndMessage()
    {
        if (_message is not { } feed)
        {
            return;
        }

        VenueRow[] rows = [.. _rows];
        _message = null;
        _isAnnounced = false;
        _rows.Clear();
        if (feed.Topic == KanaTopics.Positions.Name)
        {
            TakePositions(feed, [.. rows.Cast<Position>()]);
        }
        else if (feed.Topic == KanaTopics.FundingRates.Name)
        {
            _tracker.OnFundingRates(feed, [.. rows.Cast<FundingRate>()]);
        }
        else if (feed.Topic == KanaTopics.RecentTrades.Name)
        {
            _tracker.OnTrades(feed, [.. rows.Cast<Trade>()], Now);
        }

        WriteDue();
    }

    private void TakePositions(FeedKey feed, Position[] rows)
    {
        if (Array.Find(rows, r => r.Wallet is not null) is { } named)
        {
            _tracker.AddAccount(feed, named.Wallet);
        }

        // Rows that are current are a whole list, which may be one of several that were got: what it does not have is gone.
        IEnumerable<Position> gone = Array.Find(rows, r => r.Change == RowChange.Current) is { } current
            ? _tracker.PositionsOf(feed).Where(p => p.ReceivedAt < current.ReceivedAt && !Array.Exists(rows, r => IsSame(p, r)))
            : [];
        _tracker.OnPositions(feed, [.. gone.Select(p => p with { Change = RowChange.Closed }), .. rows], Now);
    }

    private static bool IsSame(Position one, Position other) => (one.TradeId, one.MarketId, one.Side) == (other.TradeId, other.MarketId, other.Side);

    private void Advance(DateTimeOffset to)
    {
        _start ??= _utc = to;

        // What is due on the way is written as it is then.
        while (_utc < to && _tracker.UntilDue(Now) is { } wait && wait <= to - _utc)
        {
            _utc += wait;
            WriteDue();
        }

        _utc = to > _utc ? to : _utc;
    }

    private void WriteDue()
    {
        while (_tracker.TakeRow(Now) is { } row)
        {
            _write(row);
        }
    }

    private KanaEndpoint EndpointOf(string name)
    {
        if (!_endpoints.TryGetValue(name, out KanaEndpoint? endpoint))
        {
            _endpoints.Add(name, endpoint = KanaEndpoint.OfObjects(name));
        }

        return endpoint;
    }
}
