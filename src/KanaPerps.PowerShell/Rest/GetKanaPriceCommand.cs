using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the best and the last prices of markets.</summary>
[Cmdlet(VerbsCommon.Get, "KanaPrice", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(MarketPrice))]
public sealed class GetKanaPriceCommand : RestCommand
{
    /// <summary>The ids of the markets. An id that the built-in table does not know works too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id)]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Symbol)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (long marketId in MarketSelection.Resolve(MarketId, Symbol, endpoint.Network, WriteError))
        {
            if (Ask(endpoint, marketId, (rest, stop) => rest.GetMarketPriceAsync(marketId, stop)) is { } price)
            {
                WriteObject(price);
            }
        }
    }
}
