<#
.SYNOPSIS
    Measures the delay from the receipt of a message to the pipeline, and the time between messages.
.DESCRIPTION
    Writes an object for each interval: the number of order books, and the median and the maximum of the time from ReceivedAt to the
    pipeline and of the time between two messages, in milliseconds. This is the delay on this machine only: the venue's times are whole
    seconds, too coarse to measure the network.
.EXAMPLE
    ./Measure-Latency.ps1 -Symbol APT-USD -IntervalSec 1 -TimeoutSec 5 -Network Simulator | Export-Csv latency.csv
#>
[CmdletBinding()]
param(
    # The symbol of the market.
    [Parameter(Mandatory, Position = 0)]
    [string] $Symbol,

    # The length of an interval, in seconds.
    [ValidateRange(0.1, 3600)]
    [double] $IntervalSec = 5,

    # Stops after this many seconds. Without it, the script runs until Ctrl+C.
    [double] $TimeoutSec,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

$common = @{}
if ($Network) { $common.Network = $Network }
if ($TimeoutSec) { $common.TimeoutSec = $TimeoutSec }

function Get-Summary([System.Collections.Generic.List[double]] $Delays, [System.Collections.Generic.List[double]] $Pauses) {
    $Delays.Sort()
    $Pauses.Sort()
    [pscustomobject]@{
        Time          = [DateTimeOffset]::UtcNow.ToString('o')
        Messages      = $Delays.Count
        MedianDelayMs = [Math]::Round($Delays[$Delays.Count -shr 1], 3)
        MaxDelayMs    = [Math]::Round($Delays[-1], 3)
        MedianPauseMs = if ($Pauses.Count) { [Math]::Round($Pauses[$Pauses.Count -shr 1], 1) }
        MaxPauseMs    = if ($Pauses.Count) { [Math]::Round($Pauses[-1], 1) }
    }
    $Delays.Clear()
    $Pauses.Clear()
}

$delays = [System.Collections.Generic.List[double]]::new()
$pauses = [System.Collections.Generic.List[double]]::new()
$last = $null
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Watch-KanaOrderBook -Symbol $Symbol @common | ForEach-Object {
    $delays.Add(([DateTimeOffset]::UtcNow - $_.ReceivedAt).TotalMilliseconds)
    if ($last) { $pauses.Add(($_.ReceivedAt - $last).TotalMilliseconds) }
    $last = $_.ReceivedAt
    if ($clock.Elapsed.TotalSeconds -ge $IntervalSec) {
        Get-Summary $delays $pauses
        $clock.Restart()
    }
}
if ($delays.Count) { Get-Summary $delays $pauses }
