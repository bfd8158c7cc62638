using System.Collections.ObjectModel;
using System.Globalization;

namespace KanaPerps;

/// <summary>The whole order book of a market at one moment. Wire: topic <c>orderbook</c>.</summary>
public sealed class OrderBook
{
    // Bids, then asks. The time is kept in its short form and the symbol not at all: a watcher may hold very many books.
    private readonly BookLevel[] _levels;
    private readonly int _bidCount;
    private readonly long _receivedTicks;

    /// <summary>Makes a book of sorted sides.</summary>
    /// <param name="marketId">The market's id.</param>
    /// <param name="levels">The bids, best first, then the asks, best first. The book takes the array over.</param>
    /// <param name="bidCount">How many of them are bids.</param>
    /// <param name="anomalies">What the reader saw; crossed, locked and one-sided are found here.</param>
    /// <param name="network">Where it came from.</param>
    /// <param name="receivedAt">When the message had been received.</param>
    /// <param name="inexactFields">Names of numeric properties that were rounded.</param>
    internal OrderBook(long marketId, BookLevel[] levels, int bidCount, BookAnomalies anomalies, string network, DateTimeOffset receivedAt, PropertyNames inexactFields)
    {
        MarketId = marketId;
        _levels = levels;
        _bidCount = bidCount;
        Network = network;
        _receivedTicks = receivedAt.UtcTicks;
        InexactFields = inexactFields;
        Anomalies = anomalies | Compare(BidLevels, AskLevels);
    }

    /// <summary>The market's symbol, such as APT-USD, or null for a market that is not in the built-in table.</summary>
    public string? Symbol => MarketTable.SymbolOf(MarketId);

    /// <summary>The market's id. Wire: <c>market_id</c>.</summary>
    public long MarketId { get; }

    /// <summary>The highest bid price, or null without bids.</summary>
    public decimal? BestBid => BidLevels.IsEmpty ? null : BidLevels[0].Price;

    /// <summary>The size at the best bid, or null without bids.</summary>
    public decimal? BestBidSize => BidLevels.IsEmpty ? null : BidLevels[0].Size;

    /// <summary>The lowest ask price, or null without asks.</summary>
    public decimal? BestAsk => AskLevels.IsEmpty ? null : AskLevels[0].Price;

    /// <summary>The size at the best ask, or null without asks.</summary>
    public decimal? BestAskSize => AskLevels.IsEmpty ? null : AskLevels[0].Size;

    /// <summary>Best ask minus best bid, negative for a crossed book, or null when a side is missing or decimal can't hold it.</summary>
    public decimal? Spread => DecimalRange.Sum(BestAsk, -BestBid);

    /// <summary>The price half way between best bid and best ask, or null when a side is missing.</summary>
    public decimal? Mid => DecimalRange.Middle(BestAsk, BestBid);

    /// <summary>The bids, best first. In a CSV file of whole books, how many there are. Wire: rows with <c>is_ask</c> false.</summary>
    public BookLevels Bids => new(new ArraySegment<BookLevel>(_levels, 0, _bidCount));

    /// <summary>The asks, best first. In a CSV file of whole books, how many there are. Wire: rows with <c>is_ask</c> true.</summary>
    public BookLevels Asks => new(new ArraySegment<BookLevel>(_levels, _bidCount, _levels.Length - _bidCount));

    /// <summary>
    /// All levels as flat rows, bids before asks, best first. PowerShell has them as the hidden property <c>Levels</c>. A method, because a
    /// property would have each level in JSON a second time.
    /// </summary>
    /// <returns>The rows.</returns>
    public ReadOnlyCollection<BookRow> GetLevels() => new([.. Rows(BookSide.Bid, 0, _bidCount), .. Rows(BookSide.Ask, _bidCount, _levels.Length)]);

    /// <summary>The best levels of each side. Best prices, sizes and anomalies are those of the whole book.</summary>
    /// <param name="depth">The most levels of a side, from 1.</param>
    /// <returns>A book with those levels, or this one when it has no more.</returns>
    public OrderBook Top(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        int bids = Math.Min(depth, _bidCount);
        int asks = Math.Min(depth, _levels.Length - _bidCount);
        return bids + asks == _levels.Length
            ? this
            : new(MarketId, [.. BidLevels[..bids], .. AskLevels[..asks]], bids, Anomalies, Network, ReceivedAt, InexactFields);
    }

    /// <summary>What is unusual about this book.</summary>
    public BookAnomalies Anomalies { get; private init; }

    /// <summary>Whether the best bid is above the best ask.</summary>
    public bool Crossed => Anomalies.HasFlag(BookAnomalies.Crossed);

    /// <summary>Whether the best bid equals the best ask.</summary>
    public bool Locked => Anomalies.HasFlag(BookAnomalies.Locked);

    /// <summary>Whether bids or asks are missing.</summary>
    public bool OneSided => Anomalies.HasFlag(BookAnomalies.OneSided);

    /// <summary>When a level last changed, in UTC, or null. Wire: the latest <c>last_updated</c>.</summary>
    public DateTimeOffset? LastUpdated
    {
        get
        {
            long latest = 0;
            foreach (ref readonly BookLevel level in AllLevels)
            {
                latest = Math.Max(latest, level.UpdatedTicks);
            }

            return latest == 0 ? null : new DateTimeOffset(latest, TimeSpan.Zero);
        }
    }

    /// <summary>
    /// The network that it came from, or the address of another deployment. <c>-Network</c> takes it, so that an object piped to another
    /// command is looked up at the same place.
    /// </summary>
    public string Network { get; }

    /// <summary>When the message had arrived completely, in UTC, by the local clock.</summary>
    public DateTimeOffset ReceivedAt => new(_receivedTicks, TimeSpan.Zero);

    /// <summary>Names of the level properties of which some value was rounded to the nearest decimal. Usually empty.</summary>
    public PropertyNames InexactFields { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Symbol ?? (object)MarketId} {BestBid ?? (object)"-"} / {BestAsk ?? (object)"-"}");

    internal ReadOnlySpan<BookLevel> AllLevels => _levels;

    internal ReadOnlySpan<BookLevel> BidLevels => _levels.AsSpan(0, _bidCount);

    internal ReadOnlySpan<BookLevel> AskLevels => _levels.AsSpan(_bidCount);

    /// <summary>Whether another book has the very same levels, by price, size, version and time.</summary>
    internal bool HasLevelsOf(OrderBook other) =>
        _bidCount == other._bidCount && (ReferenceEquals(_levels, other._levels) || AllLevels.SequenceEqual(other.AllLevels));

    // Both share the levels with this book: nothing changes them.
    internal OrderBook With(BookAnomalies anomaly) => new(MarketId, _levels, _bidCount, Anomalies | anomaly, Network, ReceivedAt, InexactFields);

    internal OrderBook At(DateTimeOffset receivedAt) => new(MarketId, _levels, _bidCount, Anomalies, Network, receivedAt, InexactFields);

    private static BookAnomalies Compare(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        if (bids.IsEmpty || asks.IsEmpty)
        {
            return BookAnomalies.OneSided;
        }

        int order = bids[0].Price.CompareTo(asks[0].Price);
        return order > 0 ? BookAnomalies.Crossed : order == 0 ? BookAnomalies.Locked : BookAnomalies.None;
    }

    private IEnumerable<BookRow> Rows(BookSide side, int from, int to)
    {
        decimal? cumulative = 0;
        for (int i = from; i < to; i++)
        {
            BookLevel level = _levels[i];
            cumulative = DecimalRange.Sum(cumulative, level.Size);
            yield return new BookRow
            {
                ReceivedAt = ReceivedAt,
                Network = Network,
                Symbol = Symbol,
                MarketId = MarketId,
                Side = side,
                Level = i - from + 1,
                Price = level.Price,
                Size = level.Size,
                CumulativeSize = cumulative,
                LastUpdated = level.LastUpdated,
                TransactionVersion = level.TransactionVersion,
            };
        }
    }
}
