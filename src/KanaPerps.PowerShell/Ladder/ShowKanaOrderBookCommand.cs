using System.Management.Automation;
using KanaPerps.PowerShell.Ladder;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Draws the order book of a market in place, live.</summary>
[Cmdlet(VerbsCommon.Show, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Id)]
public sealed class ShowKanaOrderBookCommand : KanaCommand, IDisposable
{
    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private PipelineStream<OrderBook>? _books;
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
        Deadline deadline = new(TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan);
        OrderBook? first = null;
        Keyboard keyboard = new(Host);
        _books = new(this, KanaTopics.OrderBook, _targets, new(), StreamMode.Start, maxEvents: 1, deadline, (_, book) => first = book)
        {
            IsTimeGiven = TimeoutSec > 0,
            Keyboard = keyboard,
        };
        _trades = KanaSession.Connections.Subscribe(KanaTopics.RecentTrades, _targets);

        // Until there is a book to draw, the command is like any other stream: progress, warnings and errors go where they always go. Only q ends it.
        _books.Run();
        if (first is null)
        {
            return;
        }

        StreamNotice? end;
        using (CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(StopToken, EndToken))
        using (LiveScreen screen = new(Host, keyboard))
        {
            end = new LiveLadder(_books.Subscription, _trades, first, Depth).Run(screen, keyboard, deadline, wake.Token, StopToken);
        }

        if (end is not null)
        {
            _books.Teller.Tell(end, endsHere: false);
        }
    }

    /// <summary>Leaves the feeds at once: whoever closes the picture does not come back for it in a moment. Safe to call again.</summary>
    public void Dispose()
    {
        _trades?.DisposeAtOnce();
        _books?.Dispose();
        LeaveStream();
    }
}
