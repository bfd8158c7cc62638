# Writes how many ticks of the machine's clock the first trade was on its way in a fresh shell.
param([string] $Module, [uri] $Endpoint)

$ErrorActionPreference = 'Stop'
Import-Module $Module
Watch-KanaTrade -MarketId 14 -Endpoint $Endpoint -MaxEvents 1 | ForEach-Object {
    [System.Diagnostics.Stopwatch]::GetTimestamp() - ([long] $_.TransactionVersion - 1000000000000000000)
}
