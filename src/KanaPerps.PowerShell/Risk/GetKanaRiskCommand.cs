using System.Management.Automation;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>Gets what positions are worth and how far they are from their liquidation, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaRisk", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(PositionRisk), typeof(AccountRisk))]
public sealed class GetKanaRiskCommand : AddressGetCommand<Position>
{
    /// <summary>Makes the command.</summary>
    public GetKanaRiskCommand()
        : base(KanaTopics.Positions)
    {
    }

    /// <summary>The price to value positions with.</summary>
    [Parameter(HelpMessage = RiskHelp.PriceSource)]
    public PriceSource PriceSource { get; set; }

    /// <summary>Writes accounts in place of positions.</summary>
    [Parameter(HelpMessage = RiskHelp.ByAccount)]
    public SwitchParameter ByAccount { get; set; }

    private RiskOptions Risk => new() { PriceSource = PriceSource, ByAccount = ByAccount };

    private protected override IAccountRows StreamedRows() => new StreamedRisk(this, Risk);

    private protected override IAccountRows RestRows() => new RestRisk(this, Risk);
}
