using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets orders by their ids.</summary>
[Cmdlet(VerbsCommon.Get, "KanaOrder", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(OrderDetail))]
public sealed class GetKanaOrderCommand : KanaCommand
{
    /// <summary>The ids of the orders.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the orders, as the commands for orders write them.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [OrderIdTransformation]
    [ValidateNotNullOrEmpty]
    public string[] OrderId { get; set; } = [];

    /// <summary>The id of the orders' market.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Id, HelpMessage = "The id of the orders' market, such as 14.")]
    [ArgumentCompleter(typeof(MarketIdCompleter))]
    [MarketIdTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long[]? MarketId { get; set; }

    /// <summary>The symbol of the orders' market, such as APT-USD.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = MarketParameterSets.Symbol, HelpMessage = "The symbol of the orders' market, such as APT-USD or APT.")]
    [ArgumentCompleter(typeof(SymbolCompleter))]
    [SymbolTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Symbol { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (long marketId in new MarketSelection(this, MarketId, Symbol).Resolve(endpoint))
        {
            foreach (string orderId in OrderId)
            {
                if (Rest.Ask(endpoint, orderId, (rest, stop) => rest.GetOrderAsync(marketId, orderId.Trim(), stop)) is { } order)
                {
                    WriteObject(KnownAddresses.WalletOf(order.Address, endpoint.Name) is { } wallet ? order.Of(wallet) : order);
                }
            }
        }
    }
}
