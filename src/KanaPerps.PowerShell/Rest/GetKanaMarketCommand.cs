using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets markets: from the built-in table without a call, or from the venue.</summary>
[Cmdlet(VerbsCommon.Get, "KanaMarket", DefaultParameterSetName = MarketParameterSets.All)]
[OutputType(typeof(Market))]
public sealed class GetKanaMarketCommand : MarketCommand
{
    /// <summary>Asks the venue instead of the built-in table.</summary>
    [Parameter(HelpMessage = "Gets the markets from the venue over REST instead of from the built-in table.")]
    public SwitchParameter Live { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Live)
        {
            WriteObject(AskTable(), enumerateCollection: true);
            return;
        }

        KanaEndpoint endpoint = ResolveEndpoint();
        WriteObject(AskVenue(endpoint), enumerateCollection: true);
    }

    private List<Market> AskTable()
    {
        // The table needs no deployment: naming the simulator here must not start one.
        if (NamedNetwork() is { } named and not KanaNetwork.Replay)
        {
            return Choose(MarketTable.Of(named), named);
        }

        // The next command in the pipeline takes its deployment from the market.
        KanaEndpoint endpoint = ResolveEndpoint();
        KanaNetwork network = ReplayHost.MarketsOf(endpoint);
        return Choose([.. MarketTable.Of(network).Select(m => m with { Network = endpoint.Name })], network);
    }

    private List<Market> Choose(IReadOnlyList<Market> markets, KanaNetwork network)
    {
        List<Market> chosen = [.. (Symbol ?? []).SelectMany(s => MarketSelection.Match(s, markets, network, WriteError))];
        foreach (long id in MarketId ?? [])
        {
            if (markets.FirstOrDefault(m => m.MarketId == id) is { } market)
            {
                chosen.Add(market);
            }
            else
            {
                string where = network == KanaNetwork.Custom ? "" : $" on {network}";
                WriteError(ErrorRecords.Of(KanaErrors.UnknownMarket, id, $"The built-in table has no market {id}{where}.", "Ask the venue with -Live. Streams accept the id anyway."));
            }
        }

        return Markets.IsEmpty ? [.. markets] : chosen;
    }

    private List<Market> AskVenue(KanaEndpoint endpoint)
    {
        if (MarketId is null)
        {
            return Rest.Ask(endpoint, endpoint, (rest, stop) => rest.GetAllMarketsAsync(stop)) is { } all ? Choose(all, endpoint.Network) : [];
        }

        List<Market> markets = [];
        foreach (long id in MarketId)
        {
            markets.AddRange(Rest.Ask(endpoint, id, (rest, stop) => rest.GetMarketInfoAsync(id, stop)) ?? []);
        }

        return markets;
    }
}
