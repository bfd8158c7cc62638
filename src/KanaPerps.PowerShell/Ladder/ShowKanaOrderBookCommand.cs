using System.Management.Automation;
using KanaPerps.PowerShell.Ladder;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Draws the order book of a market in place, live.</summary>
[Cmdlet(VerbsCommon.Show, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Id)]
public sealed class ShowKanaOrderBookCommand : KanaCommand, IDisposable
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private Subscription<OrderBook>? _books;
    private Subscription<Trade>? _trades;

    /// <summary>The id of the market. An id that the built-in table does not know works too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id)]
    [Alias("Key")]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbol of the market, such as APT-USD, with wildcards as long as one market matches.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Symbol)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>How many levels of each side to show at most; by default as many as the window has room for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 1000)]
    public int Depth { get; set; } = 1000;

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (HostWindow.WhyNoScreen(Host) is { } reason)
        {
            throw Terminate(ErrorRecords.Of(
                KanaErrors.NoScreen,
                Host.Name,
                reason,
                KanaErrors.NoScreen.Remedy));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _targets.AddRange(MarketSelection.Resolve(MarketId, Symbol, endpoint.Network, WriteError).Select(id => (endpoint, (string?)MarketIds.Text(id))));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0)
        {
            return;
        }

        if (_targets.Distinct().Count() > 1)
        {
            throw Terminate(ErrorRecords.Of(
                KanaErrors.OneMarketOnly,
                _targets.Select(t => t.Key).ToArray(),
                $"{_targets.Distinct().Count()} markets were given, and the command shows one.",
                KanaErrors.OneMarketOnly.Remedy));
        }

        EnterStream();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(StopToken, EndToken);
        Deadline deadline = new(TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan);
        _books = KanaSession.Connections.Subscribe(KanaTopics.OrderBook, _targets);
        _trades = KanaSession.Connections.Subscribe(KanaTopics.RecentTrades, _targets);
        NoticeTeller teller = new(this);
        Keyboard keyboard = new(Host);
        if (AwaitBook(_books, keyboard, teller, deadline, wake.Token) is not { } first)
        {
            return;
        }

        StreamNotice? end;
        using (LiveScreen screen = new(Host, keyboard))
        {
            end = new LiveLadder(_books, _trades, first, Depth).Run(screen, keyboard, deadline, wake.Token, StopToken);
        }

        if (end is not null)
        {
            teller.Tell(end, endsHere: false);
        }
    }

    // Until there is a book to draw, the command is like any other stream: progress, warnings and errors go where they always go. Only q ends it.
    private OrderBook? AwaitBook(Subscription<OrderBook> books, Keyboard keyboard, NoticeTeller teller, Deadline deadline, CancellationToken wake)
    {
        ConnectionProgress progress = new(this, books.Feeds);
        SilenceTeller silence = new(books.Feeds, KanaTopics.OrderBook, deadline.Length, e => KeyFor(e, null), StopToken);
        Deadline look = new(s_progressInterval);
        while (!books.IsCompleted && !deadline.IsOver && !EndToken.IsCancellationRequested)
        {
            if (books.TryRead(out StreamEvent<OrderBook> next))
            {
                progress.Saw(next.Feed, next.Notice, next.Items.Count > 0);
                if (next.Items is [.., OrderBook book])
                {
                    return book;
                }

                if (silence.Saw(next.Feed, next.Notice) is { } notice)
                {
                    teller.Tell(notice, endsHere: false);
                }
            }
            else if (keyboard.IsQuit())
            {
                return null;
            }
            else if (!Wait(books, deadline.RemainingUpTo(Keyboard.Interval), wake) && look.IsOver)
            {
                look = new(s_progressInterval);
                progress.Show();
                silence.Look();
            }
        }

        if (!books.IsCompleted && deadline.IsOver)
        {
            WriteError(silence.Error(books.Feeds[0], deadline.Length));
        }

        return null;
    }

    private bool Wait(Subscription<OrderBook> books, TimeSpan time, CancellationToken wake)
    {
        try
        {
            return books.Wait(time, wake);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            // The process is to end.
            return true;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Leaves the feeds at once: whoever closes the picture does not come back for it in a moment. Safe to call again.</summary>
    public void Dispose()
    {
        _books?.DisposeAtOnce();
        _trades?.DisposeAtOnce();
        LeaveStream();
    }
}
