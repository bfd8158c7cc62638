<#
.SYNOPSIS
    Waits until an order is filled or cancelled.
.DESCRIPTION
    Writes the order with its last status. The exit code is 0 when it is filled, 2 when it is cancelled, 75 when it was still open as the time was
    over, so that the script can be run again, and 1 for any other error, such as an order that the venue's list does not have.
    Without an order id it takes the newest order that is open.
    It needs PowerShell 7.6 or later, and the module in a folder of $env:PSModulePath; the README says how to install both.
.EXAMPLE
    pwsh -NoProfile -File ./Wait-Order.ps1 -WalletAddress 0x5a11ce -TimeoutSec 3 -Network Simulator
#>
[CmdletBinding()]
param(
    # The wallet address of the account.
    [Parameter(Mandatory, Position = 0)]
    [string] $WalletAddress,

    # The id of the order.
    [Parameter(Position = 1)]
    [string] $OrderId,

    # How many seconds to wait.
    [ValidateRange(0.001, 1e9)]
    [double] $TimeoutSec = 60,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

$ErrorActionPreference = 'Stop'
# A scheduler keeps the text as it is.
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
$account = @{ WalletAddress = $WalletAddress }
if ($Network) { $account.Network = $Network }

try {
    if (-not $OrderId) {
        $OrderId = (Get-KanaOpenOrder @account | Sort-Object Timestamp | Select-Object -Last 1).OrderId ?? $(throw 'The account has no open order.')
    }

    # Each status of an order is a row, and those that there are come first.
    $order = Watch-KanaOrderHistory @account |
        Where-Object OrderId -EQ $OrderId |
        Wait-KanaCondition { $_.Status -in 'Filled', 'Cancelled' } -TimeoutSec $TimeoutSec
    $order
    exit ($order.Status -eq 'Filled' ? 0 : 2)
}
catch {
    [Console]::Error.WriteLine("$_ $($_.ErrorDetails.RecommendedAction)")
    exit ($_.FullyQualifiedErrorId -match '^Kana(ConditionTimeout|ConnectFailed|NoFirstMessage|Timeout|VenueError),' ? 75 : 1)
}
