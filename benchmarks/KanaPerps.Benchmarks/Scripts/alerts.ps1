# Writes for each alert of a stream of trades how many ticks of the machine's clock the trade was on its way to the command behind Select-KanaAlert.
param([string] $Module, [uri] $Endpoint, [int] $Rows, [decimal] $Level)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$ticks = [System.Collections.Generic.List[long]]::new($Rows)
Watch-KanaTrade -MarketId 14 -Endpoint $Endpoint -MaxEvents $Rows | Select-KanaAlert Price -Below $Level -Above $Level | ForEach-Object {
    $ticks.Add([System.Diagnostics.Stopwatch]::GetTimestamp() - ([long] $_.InputObject.TransactionVersion - 1000000000000000000))
}
[Console]::Out.WriteLine($ticks -join "`n")
