# Several runspaces of one process share the connections, and none takes another's stream away.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    function Watch-Book($Exchange, [long] $MarketId = 14) {
        Start-Watcher { param($Endpoint, $MarketId) Watch-KanaOrderBook $MarketId -Endpoint $Endpoint -TimeoutSec 60 } @{ Endpoint = $Exchange.WebSocketUri; MarketId = $MarketId }
    }
}

Describe 'Two runspaces that watch one book' {
    BeforeAll {
        $exchange = Start-TestExchange
    }

    AfterAll {
        $exchange.Dispose()
    }

    It 'use one socket, and the second has the current book at once' {
        $first = Watch-Book $exchange
        Wait-Output $first 2 | Out-Null
        $second = Watch-Book $exchange
        Wait-Output $second 2 | Out-Null
        $exchange.ConnectionCount | Should -Be 1
        $exchange.TotalConnections | Should -Be 1
        (Get-ConnectionTo $exchange.WebSocketUri).Subscribers | Should -Be 2

        Stop-Watcher $first | Should -BeLessThan ([timespan]::FromSeconds(2))
        Wait-Output $second 3 | Out-Null
        $exchange.ConnectionCount | Should -Be 1 -Because 'the second still watches'
        Stop-Watcher $second | Should -BeLessThan ([timespan]::FromSeconds(2))
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
    }

    It 'both see every trade, once' {
        $watchers = 1..2 | ForEach-Object { Start-Watcher { param($Endpoint) Watch-KanaTrade 14 -NewOnly -Endpoint $Endpoint -MaxEvents 200 -TimeoutSec 60 } @{ Endpoint = $exchange.WebSocketUri } }
        $seen = foreach ($watcher in $watchers) { , @(Wait-Output $watcher 200 | ForEach-Object { "$($_.TransactionVersion) $($_.Address) $($_.Price) $($_.Size)" }) }
        $shared = $seen[0].Where({ $_ -in $seen[1] })
        $shared.Count | Should -BeGreaterThan 50
        $seen[1].Where({ $_ -in $shared }) | Should -Be $shared -Because 'the order is the same for both, and nothing in between is missing'
        $watchers | Remove-Watcher
    }
}

Describe 'A runspace that goes away' {
    It 'takes its subscription with it when it is closed while it streams' {
        $exchange = Start-TestExchange
        $watcher = Watch-Book $exchange
        Wait-Output $watcher 2 | Out-Null
        $watcher.Shell.Runspace.CloseAsync()
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $watcher
        $exchange.Dispose()
    }

    It 'ends with Stop-Job on a thread job' {
        $exchange = Start-TestExchange
        $job = Start-ThreadJob { param($Manifest, $Endpoint) Import-Module $Manifest; Watch-KanaOrderBook 14 -Endpoint $Endpoint } -ArgumentList (Get-ModuleManifestPath), $exchange.WebSocketUri
        Wait-Until { $job.Output.Count -gt 1 } -Because 'the job streams'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $job | Stop-Job
        $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(2))
        $job.State | Should -Be 'Stopped'
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        $job | Remove-Job
        $exchange.Dispose()
    }

    It 'does not hurt when there are many of them: ForEach-Object -Parallel' {
        $exchange = Start-TestExchange -Rate 30
        $manifest = Get-ModuleManifestPath
        $endpoint = $exchange.WebSocketUri
        $seen = 1..12 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $using:manifest
            $market = 14, 15, 16, 31 | Select-Object -Index ($_ % 4)
            Watch-KanaOrderBook $market -Endpoint $using:endpoint -MaxEvents 4 -TimeoutSec 20
        }
        $seen | Should -HaveCount 48
        $exchange.TotalConnections | Should -Be 4
        $exchange.Dispose()
    }
}

Describe 'Event actions in ten runspaces that are busy now and then' {
    It 'run on, and the process with them' {
        # In a process of its own: what is tested is that it lives. Without the gate it ended within seconds.
        $script = @'
Import-Module $env:KANA_MODULE
$simulator = Start-KanaSimulator -Rate 2000
$runspaces = foreach ($i in 1..10) {
    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $null = [powershell]::Create($runspace).AddScript({
        param($Endpoint)
        Import-Module $env:KANA_MODULE
        foreach ($topic in 'orderbook', 'recent_trades') { $null = Register-KanaEvent $topic -MarketId 14 -EveryMessage -Endpoint $Endpoint -Action { $global:seen++ } }
    }).AddArgument($simulator.Endpoint).Invoke()
    $runspace
}
$clock = [Diagnostics.Stopwatch]::StartNew()
while ($clock.Elapsed.TotalSeconds -lt 6) {
    foreach ($runspace in $runspaces) { try { $null = [powershell]::Create($runspace).AddScript('[Threading.Thread]::Sleep(5)').BeginInvoke() } catch { } }
    [Threading.Thread]::Sleep(60)
}
$idle = $runspaces.Where{ $_.SessionStateProxy.GetVariable('seen') -gt 20 }
"$($idle.Count) of 10"
[Environment]::Exit(0)
'@
        $output = Invoke-Shell -NoProfile -NonInteractive -Command $script 2>&1 | Out-String
        $output | Should -Match '10 of 10'
        $LASTEXITCODE | Should -Be 0
    }
}
