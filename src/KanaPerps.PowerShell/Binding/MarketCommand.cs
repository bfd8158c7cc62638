using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What cmdlets share that take markets, by position, by name and from the pipeline.</summary>
public abstract class MarketCommand : KanaCommand
{
    private protected MarketCommand(StreamMode? mode = null)
        : base(mode)
    {
    }

    /// <summary>The ids of the markets. An id that the built-in table does not know works too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id, HelpMessage = MarketParameterSets.IdHelp)]
    [Alias("Key")]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbols of the markets, such as APT-USD, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Symbol, HelpMessage = MarketParameterSets.SymbolHelp)]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <summary>The markets that the parameters name at this moment.</summary>
    private protected MarketSelection Markets => new(this, MarketId, Symbol);
}
