using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Streams a topic of markets.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class MarketStreamCommand<T> : StreamCommand<T>
{
    /// <summary>The ids of the markets. An id that the built-in table does not know works too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id)]
    [Alias("Key")]
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
            AddTarget(endpoint, MarketIds.Text(marketId));
        }
    }
}
