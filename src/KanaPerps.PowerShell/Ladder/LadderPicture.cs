using System.Management.Automation.Host;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>A ladder that follows the feeds of its book and trades.</summary>
internal sealed class LadderPicture : LivePicture
{
    private readonly Subscription<OrderBook> _books;
    private readonly Subscription<Trade> _trades;
    private readonly LadderPage _page;
    private readonly TradeTape _tape = new();
    private LadderBook _book;

    /// <summary>Prepares a ladder.</summary>
    /// <param name="books">The book's feed.</param>
    /// <param name="trades">The trades' feed.</param>
    /// <param name="first">The book to begin with.</param>
    /// <param name="depth">How many levels of each side to show at most.</param>
    public LadderPicture(Subscription<OrderBook> books, Subscription<Trade> trades, OrderBook first, int depth)
        : base(new ConnectionHealth(new HealthPart("book", books.Feeds), new HealthPart("trades", trades.Feeds)))
    {
        _books = books;
        _trades = trades;
        _page = new LadderPage(depth);
        _book = LadderBook.Of(first);
    }

    /// <inheritdoc/>
    public override StreamNotice? Read() => Read(_books, (_, books) => _book = books is [.., OrderBook newest] ? LadderBook.Of(newest) : _book) ?? Read(_trades, (_, rows) => _tape.Add(rows));

    /// <inheritdoc/>
    public override List<TextLine> Draw(Size window, string hint, DateTimeOffset now) => _page.Draw(_book, _tape, Health, hint, window, now);
}
