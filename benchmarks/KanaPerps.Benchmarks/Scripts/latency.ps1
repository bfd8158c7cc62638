# Writes for each trade of a stream how many ticks of the machine's clock it was on its way to ForEach-Object.
param([string] $Module, [uri] $Endpoint, [int] $Rows)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$ticks = [System.Collections.Generic.List[long]]::new($Rows)
Watch-KanaTrade -MarketId 14 -Endpoint $Endpoint -MaxEvents $Rows | ForEach-Object {
    $ticks.Add([System.Diagnostics.Stopwatch]::GetTimestamp() - ([long] $_.TransactionVersion - 1000000000000000000))
}
[Console]::Out.WriteLine($ticks -join "`n")
