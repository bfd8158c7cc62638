using System.Management.Automation;
using KanaPerps.PowerShell.Ladder;
using KanaPerps.PowerShell.Screens;
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
        LiveView.Show(this, KanaTopics.OrderBook, _targets, books => new LadderPicture(books, LiveView.Subscribe(this, KanaTopics.RecentTrades, _targets), Depth));
    }
}
