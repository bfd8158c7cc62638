<#
.SYNOPSIS
    Adds up the funding of a wallet by market and day, exactly.
.DESCRIPTION
    Writes an object for each market and day, and a last one with the totals, whose Symbol is Total. The sums are decimals, so nothing is
    rounded; a table shows two decimals of them, and Format-List all. A negative amount counts as paid and a positive one as received, as in
    the simulator: the venue does not document the sign.
.EXAMPLE
    ./Get-FundingReport.ps1 -WalletAddress 0x5a11ce -Network Simulator | Format-Table -GroupBy Symbol
.EXAMPLE
    ./Get-FundingReport.ps1 -WalletAddress 0x5a11ce -Since (Get-Date).AddDays(-1) -Network Simulator | Format-List
#>
[CmdletBinding()]
param(
    # The wallet address.
    [Parameter(Mandatory, Position = 0)]
    [string] $WalletAddress,

    # Leaves out payments before this time.
    [DateTimeOffset] $Since = [DateTimeOffset]::MinValue,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

$ErrorActionPreference = 'Stop'
$common = @{}
if ($Network) { $common.Network = $Network }

# One line of the report, exact: Measure-Object would add doubles.
function Get-Line([string] $Symbol, [string] $Day, [object[]] $Payments) {
    $paid = $received = [decimal] 0
    foreach ($payment in $Payments) {
        if ($payment.Amount -lt 0) { $paid -= $payment.Amount } else { $received += $payment.Amount }
    }
    [pscustomobject]@{
        Symbol   = $Symbol
        Day      = $Day
        Payments = $Payments.Count
        Received = $received
        Paid     = $paid
        Total    = $received - $paid
    }
}

$payments = @(Get-KanaFundingHistory -WalletAddress $WalletAddress @common | Where-Object { $null -ne $_.Amount -and $_.Timestamp -ge $Since })
$payments |
    Group-Object -Property { $_.Symbol ?? $_.MarketId }, { $_.Timestamp.UtcDateTime.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) } |
    ForEach-Object { Get-Line $_.Values[0] $_.Values[1] $_.Group } |
    Sort-Object Symbol, Day
Get-Line Total '' $payments
