<#
.SYNOPSIS
    Checks whether the venue's streams work from this machine: a health check for a monitor or a container.
.DESCRIPTION
    Watches the order book of each market for some seconds and writes an object for each: whether its feed is healthy, how old its last
    message and the data in it are, and its counters. The exit code is 0 when all are healthy, and 1 otherwise.
    It needs PowerShell 7.6 or later, and the module in a folder of $env:PSModulePath; the README says how to install both.
.EXAMPLE
    pwsh -NoProfile -File ./Test-Health.ps1 -Symbol APT-USD,BTC-USD -Network Simulator
#>
[CmdletBinding()]
param(
    # The symbols of the markets, with commas between them.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $Symbol,

    # How many seconds to watch.
    [double] $TimeoutSec = 5,

    # A book is not healthy if its last message is older than this many seconds.
    [double] $MaxAgeSec = 10,

    # A book is not healthy if its data has not changed for this many seconds. A quiet market may need a larger value.
    [double] $MaxDataAgeSec = 600,

    # Mainnet, Testnet or Simulator. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network
)

# A monitor shows the text as it is.
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }

# 'pwsh -File' passes a list as one text.
$Symbol = $Symbol -split '\s*,\s*' -ne ''
$common = @{ TimeoutSec = $TimeoutSec; ErrorAction = 'SilentlyContinue' }
if ($Network) { $common.Network = $Network }

Watch-KanaOrderBook -Symbol $Symbol @common -ErrorVariable failed -WarningVariable trouble -WarningAction SilentlyContinue | Out-Null
$feeds = @(Get-KanaConnection | Where-Object Topic -EQ orderbook | ForEach-Object {
        [pscustomobject]@{
            Market      = $_.Symbol ?? $_.Key
            IsHealthy   = $_.Healthy -and $_.LastMessageAge.TotalSeconds -le $MaxAgeSec -and $_.DataAge.TotalSeconds -le $MaxDataAgeSec
            State       = $_.State
            AgeSec      = if ($_.LastMessageAge) { [Math]::Round($_.LastMessageAge.TotalSeconds, 1) }
            DataAgeSec  = if ($_.DataAge) { [Math]::Round($_.DataAge.TotalSeconds, 1) }
            Messages    = $_.Messages
            Reconnects  = $_.Reconnects
            BadMessages = $_.BadMessages
        }
    })
$feeds
$failed | ForEach-Object { [Console]::Error.WriteLine("$_ $($_.ErrorDetails.RecommendedAction)") }
$trouble | ForEach-Object { [Console]::Error.WriteLine("$_") }
exit (-not $failed -and $feeds -and $feeds.IsHealthy -notcontains $false ? 0 : 1)
