<#
.SYNOPSIS
    Writes a report on the positions of wallets, for a scheduled job.
.DESCRIPTION
    The exit code is 0 when the report is written, 2 when it is written and a position is near its liquidation, 75 when the venue did not
    answer and the job can be retried, and 1 for any other error. The file is replaced only by a complete report.
    It needs PowerShell 7.6 or later, and the module in a folder of $env:PSModulePath; the README says how to install both.
.EXAMPLE
    pwsh -NoProfile -File ./Export-PositionReport.ps1 -WalletAddress 0x5a11ce -Path positions.csv -Network Simulator
#>
[CmdletBinding()]
param(
    # The wallet addresses, with commas between them.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $WalletAddress,

    # The CSV file. An existing file is replaced.
    [Parameter(Mandatory, Position = 1)]
    [string] $Path,

    # A position is near its liquidation when the price is less than this many percent away from it, or beyond it.
    [decimal] $NearPercent = 5,

    # How many seconds to wait for the venue's answers.
    [double] $TimeoutSec = 20,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

$ErrorActionPreference = 'Stop'
# A scheduler keeps the text as it is.
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
# 'pwsh -File' passes a list as one text.
$WalletAddress = $WalletAddress -split '\s*,\s*' -ne ''
$common = @{ TimeoutSec = $TimeoutSec }
if ($Network) { $common.Network = $Network }

try {
    $report = Get-KanaRisk -WalletAddress $WalletAddress @common | ForEach-Object {
        [pscustomobject]@{
            Time             = $_.ReceivedAt.ToString('o')
            Address          = $_.Address
            Symbol           = $_.Symbol
            Side             = $_.Side
            Size             = $_.Size
            EntryPrice       = $_.EntryPrice
            LiquidationPrice = $_.LiquidationPrice
            Mid              = $_.Price
            UnrealizedPnl    = $_.UnrealizedPnl
            WayToGoPercent   = if ($null -ne $_.LiquidationDistancePercent) { [Math]::Round($_.LiquidationDistancePercent, 2) }
            IsNear           = $null -ne $_.LiquidationDistancePercent -and $_.LiquidationDistancePercent -lt $NearPercent
        }
    }

    $report | Export-Csv -LiteralPath "$Path.new"
    Move-Item -LiteralPath "$Path.new" -Destination $Path -Force
    $near = @($report | Where-Object IsNear)
    $near | ForEach-Object { Write-Warning "$($_.Symbol) $($_.Side) is $($_.WayToGoPercent) % from its liquidation." }
    exit ($near ? 2 : 0)
}
catch {
    [Console]::Error.WriteLine("$_ $($_.ErrorDetails.RecommendedAction)")
    exit ($_.FullyQualifiedErrorId -match '^Kana(ConnectFailed|NoFirstMessage|Timeout|VenueError),' ? 75 : 1)
}
