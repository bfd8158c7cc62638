# Shows the module against its embedded exchange: ./build.sh demo.
param(
    [string] $ModulePath = (Join-Path $PSScriptRoot '../out/KanaPerps')
)

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath

# What is shown is what runs: each statement is printed as it stands here and then executed.
$tour = {
    $env:KANA_NETWORK = 'Simulator'
    Start-KanaSimulator -Rate 20 -ClockSpeed 3600
    Get-KanaMarket
    $me = Get-KanaProfileAddress 0x5a11ce
    $me
    Watch-KanaOrderBook -MarketId 14 -MaxEvents 8
    Watch-KanaPosition $me.ProfileAddress -MaxEvents 6 -TimeoutSec 3
    Watch-KanaFill $me.ProfileAddress -MaxEvents 6 -TimeoutSec 3
    Watch-KanaOpenOrder $me.ProfileAddress -MaxEvents 6 -TimeoutSec 3
    Watch-KanaOrderHistory $me.ProfileAddress -MaxEvents 6 -TimeoutSec 3
    Watch-KanaTrade -Symbol APT-USD -MaxEvents 40 | Export-Csv $csv
    Import-Csv $csv | Select-Object -Last 4 | Format-Table Timestamp, Symbol, Side, Price, Size, Fee
    Watch-KanaFundingRate -MaxEvents 8 -TimeoutSec 3
    Get-KanaConnection
}

$csv = Join-Path ([IO.Path]::GetTempPath()) "kana-trades-$PID.csv"
try {
    foreach ($statement in $tour.Ast.EndBlock.Statements) {
        Write-Host "$($PSStyle.Foreground.BrightBlack)PS>$($PSStyle.Reset) $($PSStyle.Foreground.BrightYellow)$statement$($PSStyle.Reset)"
        . ([scriptblock]::Create($statement)) | Out-Default
    }
}
finally {
    Disconnect-KanaConnection -All
    Stop-KanaSimulator
    Remove-Item $csv -ErrorAction Ignore
    Remove-Item Env:KANA_NETWORK -ErrorAction Ignore
}
