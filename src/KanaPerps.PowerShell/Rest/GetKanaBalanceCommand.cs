using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the balances of wallets and of their profiles.</summary>
[Cmdlet(VerbsCommon.Get, "KanaBalance", DefaultParameterSetName = AccountParameterSets.Wallet)]
[OutputType(typeof(Balance))]
public sealed class GetKanaBalanceCommand : AccountCommand
{
    /// <summary>Which balances: Wallet, Profile, Net, Apt; all by default, each by a call of its own.</summary>
    [Parameter(HelpMessage = "Which balances: Wallet, Profile, Net, Apt; all by default.")]
    [ValidateNotNullOrEmpty]
    public BalanceKind[] Kind { get; set; } = Enum.GetValues<BalanceKind>();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KanaEndpoint endpoint = ResolveEndpoint();
        foreach (string wallet in Accounts.Wallets(endpoint))
        {
            foreach (BalanceKind kind in Kind)
            {
                if (Rest.Ask(endpoint, wallet, (rest, stop) => rest.GetBalanceAsync(wallet, kind, stop)) is { } balance)
                {
                    WriteObject(balance);
                }
            }
        }
    }
}
