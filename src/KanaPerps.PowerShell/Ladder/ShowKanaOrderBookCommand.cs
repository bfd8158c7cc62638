using System.Management.Automation;
using KanaPerps.PowerShell.Ladder;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Draws the order book of a market in place, live.</summary>
[Cmdlet(VerbsCommon.Show, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Symbol)]
public sealed class ShowKanaOrderBookCommand : MarketCommand
{
    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];

    /// <summary>How many levels of each side to show at most; by default as many as the window has room for.</summary>
    [Parameter(HelpMessage = "How many levels of each side to show at most.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 1000)]
    public int Depth { get; set; } = 1000;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        LiveView.RequireScreen(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _targets.AddRange(Markets.Keys(endpoint).Select(key => (endpoint, key)));
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
        Deadline deadline = CommandDeadline;
        OrderBook? first = null;
        Keyboard keyboard = new(Host);
        PipelineStream start = Own(new PipelineStream(this, StreamMode.Start, maxEvents: 1, deadline) { Keyboard = keyboard });
        Subscription<OrderBook> books = start.Add(KanaTopics.OrderBook, _targets, new(), (_, book) => (first = book) is not null).Subscription;
        Subscription<Trade> trades = KanaSession.Connections.Subscribe(KanaTopics.RecentTrades, _targets);

        // Whoever closes the picture does not come back for it in a moment.
        AtEnd(trades.CloseNow);

        // Until there is a book to draw, the command is like any other stream: progress, warnings and errors go where they always go. Only q ends it.
        start.Run();
        if (first is null)
        {
            return;
        }

        StreamNotice? end = LiveView.Run(this, new LadderPicture(books, trades, first, Depth), keyboard, deadline);
        if (end is not null)
        {
            start.Notices.Write(end, endsHere: false);
        }
    }
}
