<#
.SYNOPSIS
    Publishes markets and accounts to a NATS server until it is stopped, for a service that is always on.
.DESCRIPTION
    Starts a bridge and waits. SIGTERM, SIGHUP and Ctrl+C end it: the messages that have come are published, and another bridge of the same feeds
    takes over at once. While the server can't be reached it warns, keeps up to 64 MB in memory, and tries again each second.
    The login comes from the environment: KANA_NATS_USER and KANA_NATS_PASSWORD, KANA_NATS_TOKEN or KANA_NATS_CREDS.
    The exit code is 143 after SIGTERM and 129 after SIGHUP, as from systemd and docker stop, 0 when -TimeoutSec is over, and 1 when it could not
    publish; the reason is on the error stream. Get-Help about_KanaFanout has a unit for systemd.
    It needs PowerShell 7.6 or later, and the module in a folder of $env:PSModulePath; the README says how to install both.
.EXAMPLE
    pwsh -NoProfile -File ./Start-Bridge.ps1 -Server nats://localhost:4222 -Symbol APT-USD,BTC-USD -Network Simulator
#>
[CmdletBinding()]
param(
    # The address of the NATS server, such as nats://localhost:4222.
    [Parameter(Mandatory, Position = 0)]
    [uri] $Server,

    # The markets whose order books and trades are published. After -File a list is one text: its parts stand between commas.
    [string[]] $Symbol = 'APT-USD',

    # The accounts whose positions, orders, fills and transfers are published.
    [string[]] $ProfileAddress,

    # What the subjects begin with.
    [string] $Prefix = 'kana',

    # The network, or the address of an exchange. The default is the environment variable KANA_NETWORK, or Mainnet.
    [string] $Network,

    # Ends after this many seconds. The default is to go on until it is stopped.
    [double] $TimeoutSec
)

$ErrorActionPreference = 'Stop'
try {
    # A list comes as one text after -File.
    $Symbol = @($Symbol -split ',' -ne '')
    $ProfileAddress = @($ProfileAddress -split ',' -ne '')
    $publish = @{ Server = $Server; Topic = @('OrderBook', 'Trade', 'FundingRate'); Symbol = $Symbol; Prefix = $Prefix }
    if ($ProfileAddress) {
        $publish.Topic += 'Position', 'OpenOrder', 'OrderHistory', 'Fill', 'Transfer'
        $publish.ProfileAddress = $ProfileAddress
    }

    if ($Network) { $publish.Network = $Network }
    $bridge = Start-KanaBridge @publish
    $wait = @{ Id = $bridge.Id }
    if ($TimeoutSec) { $wait.TimeoutSec = $TimeoutSec }
    Wait-KanaBridge @wait
    $problem = $bridge.State -eq 'Retrying' ? $bridge.LastError : $null
    Stop-KanaBridge $bridge.Id
    if ($problem) { throw $problem }
    exit 0
}
catch {
    [Console]::Error.WriteLine("$_ $($_.ErrorDetails.RecommendedAction)")
    exit 1
}
