<#
.SYNOPSIS
    Records markets and accounts until it is stopped, for a service that is always on.
.DESCRIPTION
    Starts a recording and waits. A service that is started again goes on in the same folder, and the time between is in the recording as a gap.
    SIGTERM, SIGHUP and Ctrl+C end it with whole files. Trouble with the disk is a warning, and ends when the disk is back.
    The exit code is 0 when it was stopped or -TimeoutSec is over, and 1 when it could not record; the reason is on the error stream.
    pwsh is PowerShell 7.6 or later; 'dotnet tool install --global PowerShell' installs it where the .NET SDK is.
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
