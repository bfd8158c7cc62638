using System.Management.Automation.Host;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>A ladder that follows the feeds of its book and trades.</summary>
internal sealed class LadderPicture : LivePicture<OrderBook>
{
    private readonly Subscription<Trade> _trades;
    private readonly LadderPage _page;
    private readonly TradeTape _tape = new();
    private LadderBook? _book;

    /// <summary>Prepares a ladder.</summary>
    /// <param name="books">The book's feed.</param>
    /// <param name="trades">The trades' feed.</param>
    /// <param name="depth">How many levels of each side to show at most.</param>
    public LadderPicture(Subscription<OrderBook> books, Subscription<Trade> trades, int depth)
        : base(books)
    {
        _trades = trades;
        _page = new LadderPage(depth);
        Health = new ConnectionHealth(new HealthPart("book", books.Feeds), new HealthPart("trades", trades.Feeds));
    }

    /// <inheritdoc/>
    public override ConnectionHealth Health { get; }

    /// <inheritdoc/>
    public override void Take(FeedKey feed, IReadOnlyList<OrderBook> rows) => _book = rows is [.., OrderBook newest] ? LadderBook.Of(newest) : _book;

    /// <inheritdoc/>
    public override List<TextLine> Draw(Size window, string hint, DateTimeOffset now) => _book is null ? [] : _page.Draw(_book, _tape, Health, hint, window, now);

    /// <inheritdoc/>
    private protected override StreamNotice? ReadOthers() => Read(_trades, (_, rows) => _tape.Add(rows));
}
