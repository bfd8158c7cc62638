<#
.SYNOPSIS
    Records markets and accounts until it is stopped, for a service that is always on.
.DESCRIPTION
    Starts a recording and waits. A service that is started again continues the recording in the same folder, and the time between is recorded as a gap.
    SIGTERM, SIGHUP and Ctrl+C end it with whole files. While the disk is full or gone it warns, keeps up to 64 MB in
    memory, and tries again each second.
    The exit code is 143 after SIGTERM and 129 after SIGHUP, as from systemd and docker stop, 0 when -TimeoutSec is over, and 1 when it could not
    record; the reason is on the error stream. For systemd, SuccessExitStatus=143 makes the stop a success: Get-Help about_KanaAutomation.
    It needs PowerShell 7.6 or later, and the module in a folder of $env:PSModulePath; the README says how to install both.
.EXAMPLE
    pwsh -NoProfile -File ./Start-Recorder.ps1 -Path ./rec -Symbol APT-USD,BTC-USD -Network Simulator
#>
[CmdletBinding()]
param(
    # The folder to record to. It is created if it does not exist.
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    # The markets whose order books and trades are recorded. After -File a list is one text: its parts stand between commas.
    [string[]] $Symbol = 'APT-USD',

    # The accounts whose positions, orders, fills and transfers are recorded.
    [string[]] $ProfileAddress,

    # How much to keep: an age such as 7d, a size such as 20GB, or both.
    [string[]] $Retain = '30d',

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
    $Retain = @($Retain -split ',' -ne '')
    $record = @{ Path = $Path; Topic = @('OrderBook', 'Trade', 'FundingRate'); Symbol = $Symbol; Retain = $Retain }
    if ($ProfileAddress) {
        $record.Topic += 'Position', 'OpenOrder', 'OrderHistory', 'Fill', 'Transfer'
        $record.ProfileAddress = $ProfileAddress
    }

    if ($Network) { $record.Network = $Network }
    $recording = Start-KanaRecording @record
    $wait = @{ Id = $recording.Id }
    if ($TimeoutSec) { $wait.TimeoutSec = $TimeoutSec }
    Wait-KanaRecording @wait
    $problem = $recording.State -eq 'Retrying' ? $recording.LastError : $null
    Stop-KanaRecording $recording.Id
    if ($problem) { throw $problem }
    exit 0
}
catch {
    [Console]::Error.WriteLine("$_ $($_.ErrorDetails.RecommendedAction)")
    exit 1
}
