using System.Management.Automation;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>Watches what positions are worth, and how far they are from their liquidation.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaRisk", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(PositionRisk), typeof(AccountRisk))]
public sealed class WatchKanaRiskCommand : AddressWatchCommand<Position>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaRiskCommand()
        : base(KanaTopics.Positions)
    {
    }

    /// <summary>The price to value positions with.</summary>
    [Parameter(HelpMessage = RiskHelp.PriceSource)]
    public PriceSource PriceSource { get; set; }

    /// <summary>Writes accounts in place of positions.</summary>
    [Parameter(HelpMessage = RiskHelp.ByAccount)]
    public SwitchParameter ByAccount { get; set; }

    /// <summary>The least time between two rows of one position or account.</summary>
    [Parameter(HelpMessage = RiskHelp.MinInterval)]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [Interval]
    public TimeSpan MinInterval { get; set; }

    /// <summary>How far a price must have moved since the last row.</summary>
    [Parameter(HelpMessage = RiskHelp.MinChangePercent)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Positive]
    public decimal MinChangePercent { get; set; }

    private protected override IAccountRows StreamedRows() =>
        new StreamedRisk(this, new RiskOptions { PriceSource = PriceSource, ByAccount = ByAccount, MinInterval = MinInterval, MinChangePercent = MinChangePercent });
}
