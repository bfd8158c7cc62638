<#
.SYNOPSIS
    Measures how long after its receipt each message reaches a pipeline, and how evenly messages come.
.DESCRIPTION
    Writes a line for each interval: how many books came, and the median and the worst of the time between ReceivedAt and the pipeline,
    and of the time between two messages, in milliseconds. This is the delay on this machine; the venue's clock counts whole seconds and
    tells nothing of the way from there to here.
.EXAMPLE
    ./Measure-Latency.ps1 -Symbol APT-USD -IntervalSec 1 -TimeoutSec 10 -Network Simulator | Export-Csv latency.csv
#>
[CmdletBinding()]
param(
    # The market.
    [Parameter(Mandatory, Position = 0)]
    [string] $Symbol,

    # A line each so many seconds.
    [ValidateRange(0.1, 3600)]
    [double] $IntervalSec = 5,

    # Ends after this many seconds. Without it, it goes on until Ctrl+C.
    [double] $TimeoutSec,

    # Mainnet, Testnet or Simulator; else what KANA_NETWORK says, or Mainnet.
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
