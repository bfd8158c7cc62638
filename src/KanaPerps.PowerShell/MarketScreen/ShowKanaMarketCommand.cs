using System.Management.Automation;
using KanaPerps.PowerShell.MarketScreen;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Shows markets in one table in place, live.</summary>
[Cmdlet(VerbsCommon.Show, "KanaMarket", DefaultParameterSetName = MarketParameterSets.All)]
public sealed class ShowKanaMarketCommand : MarketCommand
{
    private readonly List<MarketRow> _rows = [];

    /// <summary>Takes the markets, with their symbols and decimals, from the venue instead of from the built-in table.</summary>
    [Parameter(HelpMessage = "Takes the markets from the venue over REST instead of from the built-in table.")]
    public SwitchParameter Live { get; set; }

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
        foreach (Market market in Choose(endpoint))
        {
            // A market that is named twice has one row.
            if (!_rows.Exists(r => r.Endpoint == endpoint && r.MarketId == market.MarketId))
            {
                _rows.Add(new MarketRow(endpoint, market));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        EnterStream();
        (KanaEndpoint Endpoint, string? Key)[] targets = [.. _rows.Select(r => (r.Endpoint, (string?)MarketIds.Text(r.MarketId)))];
        LiveView.Show(this, KanaTopics.OrderBook, targets, books => new MarketPicture(
            [.. _rows], books, LiveView.Subscribe(this, KanaTopics.RecentTrades, targets), LiveView.Subscribe(this, KanaTopics.FundingRates, targets)));
    }

    private IEnumerable<Market> Choose(KanaEndpoint endpoint)
    {
        IReadOnlyList<Market>? known = Live ? Rest.Ask(endpoint, endpoint, (rest, stop) => rest.GetAllMarketsAsync(stop)) : MarketTable.Of(ReplayHost.MarketsOf(endpoint));
        return known is null ? []
            : Markets.IsEmpty ? known
            : Markets.Resolve(endpoint, known).Select(id => known.FirstOrDefault(m => m.MarketId == id) ?? MarketTable.Find(id) ?? new Market { MarketId = id, Symbol = MarketIds.Text(id) });
    }
}
