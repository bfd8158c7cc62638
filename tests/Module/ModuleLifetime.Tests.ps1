# The module comes and goes, in one runspace or several, and never takes along what another one uses.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $manifest = Get-ModuleManifestPath
}

Describe 'Import-Module' {
    It 'can be forced twice, and the cmdlets work as before' {
        $exchange = Start-TestExchange -Paused
        $watcher = Start-Watcher {
            param($Manifest, $Endpoint)
            1..2 | ForEach-Object { Import-Module $Manifest -Force; (Get-KanaOrderBook 14 -Endpoint $Endpoint).Symbol }
            @(Get-Module KanaPerps).Count
        } @{ Manifest = $manifest; Endpoint = $exchange.WebSocketUri }
        Wait-End $watcher
        $watcher.Streams.Error | Should -BeNullOrEmpty
        $watcher.Output | Should -Be 'APT-USD', 'APT-USD', 1
        Remove-Watcher $watcher
        $exchange.Dispose()
    }

    It 'in a second runspace leaves the stream of the first alone' {
        $exchange = Start-TestExchange
        $first = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -TimeoutSec 60 } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Output $first 2 | Out-Null
        $second = Start-Watcher { param($Manifest) Import-Module $Manifest -Force; Remove-Module KanaPerps; 'removed' } @{ Manifest = $manifest }
        Wait-End $second
        $second.Output | Should -Be 'removed'
        $second.Streams.Error | Should -BeNullOrEmpty
        Wait-Output $first 5 | Out-Null
        $first.Run.IsCompleted | Should -BeFalse
        $exchange.TotalConnections | Should -Be 1
        Stop-Watcher $first | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $second
        $exchange.Dispose()
    }
}

Describe 'Remove-Module' {
    It 'closes unused connections and simulators at once' {
        $exchange = Start-TestExchange -Paused
        $watcher = Start-Watcher {
            param($Endpoint)
            Get-KanaOrderBook 14, 15 -Endpoint $Endpoint | Out-Null
            $simulator = Start-KanaSimulator
            Remove-Module KanaPerps
            $simulator
        } @{ Endpoint = $exchange.WebSocketUri }
        Wait-End $watcher
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        $exchange.TotalConnections | Should -Be 2
        $simulator = $watcher.Output[0]
        Get-KanaSimulator | Where-Object Id -EQ $simulator.Id | Should -BeNullOrEmpty
        Remove-Watcher $watcher
        $exchange.Dispose()
    }

    It 'works in a fresh pwsh right after a stream, and the process ends by itself' {
        $exchange = Start-TestExchange
        $script = "Import-Module '$manifest'; Watch-KanaOrderBook 14 -Endpoint $($exchange.WebSocketUri) | Select-Object -First 2 | ForEach-Object Symbol; Remove-Module KanaPerps; 'done'"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $lines = Invoke-Shell -Command $script
        $LASTEXITCODE | Should -Be 0
        $lines | Should -Be 'APT-USD', 'APT-USD', 'done'
        $clock.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(20))
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        $exchange.Dispose()
    }

    It 'is not needed for a process to end while a stream lingers' {
        $exchange = Start-TestExchange
        $script = "Import-Module '$manifest'; Start-KanaSimulator | Out-Null; (Get-KanaOrderBook 14 -Endpoint $($exchange.WebSocketUri)).Symbol"
        Invoke-Shell -Command $script | Should -Be 'APT-USD'
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        $exchange.Dispose()
    }
}
