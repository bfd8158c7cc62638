using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Streams the trades of markets.</summary>
public abstract class TradeStreamCommand : MarketStreamCommand<Trade>
{
    private TradeSide? _side;

    private protected TradeStreamCommand(StreamMode mode)
        : base(KanaTopics.RecentTrades, mode)
    {
    }

    /// <summary>One row for each match, that of its buyer or of its seller; by default both. A row whose side is not known is written too.</summary>
    [Parameter(HelpMessage = "Writes one row for each match: that of its buyer or of its seller.")]
    public TradeSide Side
    {
        get => _side ?? default;
        set => _side = value;
    }

    private protected sealed override bool Write(Trade item) => (_side is null || item.Side is null || item.Side == _side) && base.Write(item);
}
