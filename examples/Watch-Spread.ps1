<#
.SYNOPSIS
    Tells when the spread of a market is wide, and when it is narrow again.
.DESCRIPTION
    Writes an object each time, and a warning when the spread becomes wide. Put a mail or a web hook behind it in the pipeline.
    A book that is crossed, locked or has one side only has no spread worth telling of, and is passed over.
.EXAMPLE
    ./Watch-Spread.ps1 -Symbol APT-USD -LimitBps 8 -Network Simulator
#>
[CmdletBinding()]
param(
    # The market.
    [Parameter(Mandatory, Position = 0)]
    [string] $Symbol,

    # Wide is what is more than this, in basis points of the mid price.
    [Parameter(Position = 1)]
    [ValidateRange(0, 10000)]
    [decimal] $LimitBps = 10,

    # Ends after this many seconds. Without it, it goes on until Ctrl+C.
    [double] $TimeoutSec,

    # Mainnet, Testnet or Simulator; else what KANA_NETWORK says, or Mainnet.
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
