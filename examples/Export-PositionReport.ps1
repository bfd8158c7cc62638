<#
.SYNOPSIS
    Writes a report on the positions of wallets, for a scheduled job.
.DESCRIPTION
    The exit code says how it went: 0 the report is written, 2 it is written and a position is near its liquidation, 75 the venue did not
    answer and the job may be tried again, 1 something else is wrong. The report appears whole or not at all.
.EXAMPLE
    pwsh -NoProfile -File ./Export-PositionReport.ps1 -WalletAddress 0x5a11ce -Path positions.csv -Network Simulator
#>
[CmdletBinding()]
param(
    # The wallets.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $WalletAddress,

    # The CSV file. An older one is replaced.
    [Parameter(Mandatory, Position = 1)]
    [string] $Path,

    # A position is near its liquidation when the price has less than this way to go, in percent.
    [decimal] $NearPercent = 5,

    # How long the venue has to answer each question, in seconds.
    [double] $TimeoutSec = 20,

    # Mainnet, Testnet or Simulator; else what KANA_NETWORK says, or Mainnet.
    [string] $Network
)

$ErrorActionPreference = 'Stop'
$common = @{ TimeoutSec = $TimeoutSec }
if ($Network) { $common.Network = $Network }

try {
    $positions = @(Get-KanaPosition -WalletAddress $WalletAddress @common)
    $mids = @{}
    $positions | Sort-Object MarketId -Unique | Get-KanaOrderBook -TimeoutSec $TimeoutSec | ForEach-Object { $mids[$_.MarketId] = $_.Mid }
    $report = foreach ($position in $positions) {
        $mid = $mids[$position.MarketId]
        $wayToGo = if ($mid -and $position.LiquidationPrice) { 100 * [Math]::Abs($mid - $position.LiquidationPrice) / $mid }
        [pscustomobject]@{
            Time             = $position.ReceivedAt.ToString('o')
            Address          = $position.Address
            Symbol           = $position.Symbol
            Side             = $position.Side
            Size             = $position.Size
            EntryPrice       = $position.EntryPrice
            LiquidationPrice = $position.LiquidationPrice
            Mid              = $mid
            WayToGoPercent   = if ($null -ne $wayToGo) { [Math]::Round($wayToGo, 2) }
            IsNear           = $null -ne $wayToGo -and $wayToGo -lt $NearPercent
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
