using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the best and the last prices of markets.</summary>
[Cmdlet(VerbsCommon.Get, "KanaPrice", DefaultParameterSetName = MarketParameterSets.Symbol)]
[OutputType(typeof(MarketPrice))]
public sealed class GetKanaPriceCommand : MarketCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (long marketId in Markets.Resolve(endpoint))
        {
            if (Rest.Ask(endpoint, marketId, (rest, stop) => rest.GetMarketPriceAsync(marketId, stop)) is { } price)
            {
                WriteObject(price);
            }
        }
    }
}
