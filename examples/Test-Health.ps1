<#
.SYNOPSIS
    Says by its exit code whether the venue's streams can be had from this machine: a probe for a monitor or a container.
.DESCRIPTION
    Looks at the book of each market for some seconds. Writes a line for each: whether its feed is healthy, how old its last message and
    the data in it are, and what was counted. The exit code is 0 when all are healthy, and 1 otherwise.
.EXAMPLE
    pwsh -NoProfile -File ./Test-Health.ps1 -Symbol APT-USD, BTC-USD -Network Simulator
#>
[CmdletBinding()]
param(
    # The markets.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $Symbol,

    # How long to look, in seconds.
    [double] $TimeoutSec = 5,

    # A book whose last message is older than this many seconds is not fresh enough.
    [double] $MaxAgeSec = 10,

    # A book in which nothing has changed for this many seconds is not fresh enough, however often it is sent. A quiet market may need more.
    [double] $MaxDataAgeSec = 600,

    # Mainnet, Testnet or Simulator; else what KANA_NETWORK says, or Mainnet.
    [string] $Network
)

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
