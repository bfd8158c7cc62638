using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams the funding rates of all markets, or of some: the venue has one topic for all of them.</summary>
public abstract class FundingRateStreamCommand : StreamCommand<FundingRate>
{
    /// <summary>The ids of the markets to show.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbols of the markets to show, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Symbol)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    private protected override Topic<FundingRate> StreamTopic => KanaTopics.FundingRates;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        if (MarketId is null && Symbol is null)
        {
            AddTarget(endpoint, null);
        }

        foreach (long marketId in MarketSelection.Resolve(MarketId, Symbol, endpoint.Network, WriteError))
        {
            AddTarget(endpoint, MarketIds.Text(marketId));
        }
    }
}
