# Writes how many ticks of the machine's clock the import of a module took in a fresh shell.
param([string] $Module)

$ErrorActionPreference = 'Stop'
$start = [System.Diagnostics.Stopwatch]::GetTimestamp()
Import-Module $Module
[System.Diagnostics.Stopwatch]::GetTimestamp() - $start
