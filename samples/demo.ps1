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
    Get-KanaRisk -WalletAddress 0x5a11ce
    Get-KanaOrderBook APT-USD | Measure-KanaOrderBook Buy 1000
    Get-KanaProfileAddress 0x5a11ce -OutVariable me
    Watch-KanaOrderBook -MarketId 14 -MaxEvents 8
    $me | Watch-KanaPosition -MaxEvents 8 -TimeoutSec 4
    $me | Watch-KanaFill -MaxEvents 10 -TimeoutSec 4
    $me | Watch-KanaOpenOrder -MaxEvents 8 -TimeoutSec 4
    $me | Watch-KanaOrderHistory -MaxEvents 10 -TimeoutSec 4
    $csv = New-TemporaryFile
    Watch-KanaTrade -Symbol APT-USD -MaxEvents 100 | Export-Csv $csv
    Import-Csv $csv | Select-Object -Last 4 | Format-Table Timestamp, Symbol, Side, Price, Size, Fee
    Watch-KanaFundingRate -MaxEvents 8 -TimeoutSec 4
    Get-KanaConnection
}

if ([Console]::IsOutputRedirected) {
    $PSStyle.OutputRendering = 'PlainText'
}

$csv = $null
$network = $env:KANA_NETWORK
try {
    foreach ($statement in $tour.Ast.EndBlock.Statements) {
        Write-Host "$($PSStyle.Foreground.BrightBlack)PS>$($PSStyle.Reset) $($PSStyle.Foreground.BrightYellow)$statement$($PSStyle.Reset)"
        . ([scriptblock]::Create($statement)) | Out-Default
    }

    $folder = (Resolve-Path -LiteralPath $ModulePath -Relative)
    Write-Host @"
That was the built-in exchange. Try next, in PowerShell (dotnet tool run pwsh):

    Import-Module $($folder -match '[\s'']' ? "'$($folder -replace "'", "''")'" : $folder)
    Show-KanaOrderBook APT-USD -Network Simulator    # live; q quits
    Show-KanaMarket -Network Simulator               # all markets
    `$env:KANA_NETWORK = 'Simulator'                  # without it: mainnet
    Watch-KanaTrade APT-USD | Format-List            # until Ctrl+C
    Get-Help about_KanaPerps
"@
}
finally {
    Disconnect-KanaConnection -All
    Stop-KanaSimulator
    $env:KANA_NETWORK = $network
    if ($csv) {
        Remove-Item $csv
    }
}
