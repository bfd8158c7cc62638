<#
.SYNOPSIS
    Adds up the funding of a wallet by market and day, exactly.
.DESCRIPTION
    The sums are decimals, so nothing is rounded; a table shows two decimals of them, and Format-List all. The venue does not document the sign; in the simulator a negative amount was paid.
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

Get-KanaFundingHistory -WalletAddress $WalletAddress @common |
    Where-Object { $null -ne $_.Amount -and $_.Timestamp -ge $Since } |
    Group-Object -Property Symbol, { $_.Timestamp.UtcDateTime.Date } |
    ForEach-Object {
        $total = [decimal] 0
        foreach ($payment in $_.Group) { $total += $payment.Amount }
        [pscustomobject]@{
            Symbol   = $_.Group[0].Symbol
            Day      = $_.Group[0].Timestamp.UtcDateTime.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
            Payments = $_.Count
            Total    = $total
        }
    } |
    Sort-Object Symbol, Day
