using System.Management.Automation;
using System.Management.Automation.Host;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>A ladder that follows its feeds: reads them, looks for keys and draws, all on the thread that calls it.</summary>
internal sealed class LiveLadder
{
    private const int TicksBetweenLooks = 5;

    private readonly Subscription<OrderBook> _books;
    private readonly Subscription<Trade> _trades;
    private readonly ConnectionHealth _health;
    private readonly LadderPage _page;
    private readonly TradeTape _tape = new();
    private LadderBook _book;

    /// <summary>Prepares a ladder.</summary>
    /// <param name="books">The book's feed.</param>
    /// <param name="trades">The trades' feed.</param>
    /// <param name="first">The book to begin with.</param>
    /// <param name="depth">How many levels of each side to show at most.</param>
    public LiveLadder(Subscription<OrderBook> books, Subscription<Trade> trades, OrderBook first, int depth)
    {
        _books = books;
        _trades = trades;
        _health = new ConnectionHealth(books.Feeds[0], trades.Feeds[0]);
        _page = new LadderPage(depth);
        _book = LadderBook.Of(first);
    }

    /// <summary>Draws until the user or the time ends it, or a feed does.</summary>
    /// <param name="screen">Where to draw, at most as often as the keys are looked at.</param>
    /// <param name="keyboard">The keys.</param>
    /// <param name="deadline">When to end.</param>
    /// <param name="wake">Ends it, in order or at once.</param>
    /// <param name="stop">Cancelled when it is to end at once.</param>
    /// <returns>The notice with which a feed ended, or null.</returns>
    /// <exception cref="PipelineStoppedException">It was stopped.</exception>
    public StreamNotice? Run(LiveScreen screen, Keyboard keyboard, Deadline deadline, CancellationToken wake, CancellationToken stop)
    {
        for (int tick = 0; !deadline.IsOver; tick++)
        {
            if ((ReadBooks() ?? ReadTrades()) is { } end)
            {
                return end;
            }

            if (keyboard.IsQuit())
            {
                return null;
            }

            if (tick % TicksBetweenLooks == 0)
            {
                _health.Look(KanaSession.Connections.GetConnections());
            }

            Size window = screen.Size;
            screen.Draw(_page.Draw(_book, _tape, _health, keyboard.HasKeys ? "q quits" : "Ctrl+C quits", window, DateTimeOffset.UtcNow), window);
            if (wake.WaitHandle.WaitOne(deadline.RemainingUpTo(Keyboard.Interval)))
            {
                return stop.IsCancellationRequested ? throw new PipelineStoppedException() : null;
            }
        }

        return null;
    }

    private StreamNotice? ReadBooks()
    {
        while (_books.TryRead(out StreamEvent<OrderBook> next))
        {
            _book = next.Items is [.., OrderBook newest] ? LadderBook.Of(newest) : _book;
            if (IsEnd(next.Notice))
            {
                return next.Notice;
            }
        }

        return null;
    }

    private StreamNotice? ReadTrades()
    {
        while (_trades.TryRead(out StreamEvent<Trade> next))
        {
            _tape.Add(next.Items);
            if (IsEnd(next.Notice))
            {
                return next.Notice;
            }
        }

        return null;
    }

    private bool IsEnd(StreamNotice? notice)
    {
        if (notice is not null)
        {
            _health.Saw(notice);
        }

        return notice is FaultNotice or DisconnectedNotice;
    }
}
