<#
.SYNOPSIS
    Reports when the spread of a market becomes wide, and when it becomes narrow again.
.DESCRIPTION
    Writes an object each time, and a warning when the spread becomes wide. Pipe it to a command that sends a mail or calls a web hook.
    Books that are crossed, locked or one-sided have no meaningful spread and are ignored.
.EXAMPLE
    ./Watch-Spread.ps1 -Symbol APT-USD -LimitBps 8 -Network Simulator
#>
[CmdletBinding()]
param(
    # The symbol of the market.
    [Parameter(Mandatory, Position = 0)]
    [string] $Symbol,

    # A spread is wide if it is more than this many basis points of the mid price.
    [Parameter(Position = 1)]
    [ValidateRange(0, 10000)]
    [decimal] $LimitBps = 10,

    # Stops after this many seconds. Without it, the script runs until Ctrl+C.
    [double] $TimeoutSec,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

$common = @{}
if ($Network) { $common.Network = $Network }
if ($TimeoutSec) { $common.TimeoutSec = $TimeoutSec }

$isWide = $false
Watch-KanaOrderBook -Symbol $Symbol @common | ForEach-Object {
    if ($null -eq $_.Spread -or -not $_.Mid -or $_.Spread -le 0) { return }
    $bps = 10000 * $_.Spread / $_.Mid
    if (($bps -gt $LimitBps) -eq $isWide) { return }
    $isWide = -not $isWide
    if ($isWide) { Write-Warning "The spread of $($_.Symbol) is $($bps.ToString('F2')) bps." }
    [pscustomobject]@{
        Time      = $_.ReceivedAt
        Symbol    = $_.Symbol
        IsWide    = $isWide
        SpreadBps = [Math]::Round($bps, 2)
        BestBid   = $_.BestBid
        BestAsk   = $_.BestAsk
    }
}
