using System.Management.Automation;
using KanaPerps.PowerShell.AccountScreen;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Shows accounts in place, live: what their positions are worth, their orders and their last fills.</summary>
[Cmdlet(VerbsCommon.Show, "KanaAccount", DefaultParameterSetName = AccountParameterSets.Profile)]
public sealed class ShowKanaAccountCommand : AccountCommand
{
    private readonly List<(KanaEndpoint Endpoint, string? Profile)> _targets = [];

    /// <summary>The price to value positions with.</summary>
    [Parameter(HelpMessage = RiskHelp.PriceSource)]
    public PriceSource PriceSource { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        LiveView.RequireScreen(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        _targets.AddRange(Accounts.Profiles(endpoint).Select(profile => (endpoint, (string?)profile)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_targets.Count == 0)
        {
            return;
        }

        EnterStream();
        LiveView.Show(this, KanaTopics.Positions, _targets, positions => Own(new AccountPicture(
            PriceSource,
            LiveView.OptionsOf(this),
            positions,
            LiveView.Subscribe(this, KanaTopics.OpenOrders, _targets),
            LiveView.Subscribe(this, KanaTopics.Fills, _targets))));
    }
}
