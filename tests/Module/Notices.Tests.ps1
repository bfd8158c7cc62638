# What a script is told beside the rows: warnings and errors with fields, progress while there is no connection, and lag.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
}

Describe 'A lost connection' {
    BeforeAll {
        # Slow enough that the list of trades still reaches back over the longest delay before the first dial.
        $exchange = Start-TestExchange -Rate 20
        $watcher = Start-Watcher {
            param($Endpoint)
            Watch-KanaTrade 14 -NewOnly -Endpoint $Endpoint -TimeoutSec 60 -WarningVariable told -Verbose | ForEach-Object { , @($told) }
        } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Output $watcher 2 | Out-Null
        $exchange.CloseConnections(1012, 'restart')
        $warning = $null
        Wait-Until { ($script:warning = @(Wait-Output $watcher)[-1] | Select-Object -Last 1) } -Because 'the feed dials again by itself, and trades come again'
        $warning = $script:warning
        $verbose = @($watcher.Shell.Streams.Verbose)
        Remove-Watcher $watcher
    }

    AfterAll {
        $exchange.Dispose()
    }

    It 'is a warning that names the reason' {
        "$warning" | Should -Match 'recent_trades 14: Lost: the venue closed the connection \(code 1012, restart\)'
    }

    It 'has its fields in -WarningVariable, not only its text' {
        $warning.Notice | Should -BeOfType KanaPerps.Streaming.ReconnectingNotice
        $warning.Notice.Feed.Topic | Should -Be 'recent_trades'
        $warning.Notice.Feed.Key | Should -Be '14'
        $warning.Notice.Attempt | Should -Be 1
        $warning.Notice.WasConnected | Should -BeTrue
    }

    It 'is told to be over, with the proof that nothing is missing, only to who asks for it' {
        ($verbose -match 'Live again after .* No row is missing') | Should -HaveCount 1
    }
}

Describe 'An error of a stream' {
    It 'has its feed and its kind as objects in -ErrorVariable' {
        $refusing = New-RefusingEndpoint
        Get-KanaOrderBook 14 -Endpoint $refusing.Uri -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].TargetObject.Topic | Should -Be 'orderbook'
        $failed[0].TargetObject.Key | Should -Be '14'
        $failed[0].Exception.Kind | Should -Be 'ConnectFailed'
        $failed[0].Exception.NextStep | Should -Match 'Check the network'
        $refusing.Dispose()
    }
}

Describe 'Progress' {
    It 'counts down to the next dial while there is no connection' {
        $refusing = New-RefusingEndpoint
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -TimeoutSec 60 } @{ Endpoint = $refusing.Uri }
        Wait-Until { $watcher.Shell.Streams.Progress.Count -gt 0 } -Because 'a wait of more than a second is shown'
        $record = @($watcher.Shell.Streams.Progress)[0]
        $record.Activity | Should -Be 'Watch-KanaOrderBook'
        $record.StatusDescription | Should -Match '^orderbook: (attempt \d+|connecting)$'
        $record.SecondsRemaining | Should -BeGreaterOrEqual -1
        Remove-Watcher $watcher
        $refusing.Dispose()
    }

    It 'is not shown while data flows' {
        $exchange = Start-TestExchange
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -MaxEvents 20 } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Output $watcher 20 | Out-Null
        $watcher.Shell.Streams.Progress | Should -BeNullOrEmpty
        Remove-Watcher $watcher
        $exchange.Dispose()
    }
}

Describe 'A pipeline that stands still' {
    It 'costs no other watcher anything, keeps its socket, and shows its lag' {
        $exchange = Start-TestExchange
        $gate = [Threading.ManualResetEventSlim]::new()
        $stalled = Start-Watcher { param($Endpoint, $Gate) Watch-KanaOrderBook 14 -Endpoint $Endpoint -TimeoutSec 60 | ForEach-Object { $_; $Gate.Wait() } } @{ Endpoint = $exchange.WebSocketUri; Gate = $gate }
        Wait-Output $stalled 1 | Out-Null
        $other = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -TimeoutSec 60 } @{ Endpoint = $exchange.WebSocketUri }
        $seen = @(Wait-Output $other 30)[-1].ReceivedAt
        Wait-Until { (Get-ConnectionTo $exchange.WebSocketUri).Merged -gt 10 } -Because 'what it does not take in time gives way'

        # What waited while the others went on for longer than it may wait.
        Wait-Until { $other.Output.Count -gt 0 -and $other.Output[$other.Output.Count - 1].ReceivedAt -gt $seen.AddMilliseconds(100) } -Because 'the other watcher goes on'

        $status = Get-ConnectionTo $exchange.WebSocketUri
        $status.Healthy | Should -BeTrue
        $status.Reconnects | Should -Be 0
        $exchange.TotalConnections | Should -Be 1

        $gate.Set()
        @(Wait-Output $stalled)[0].ReceivedAt | Should -BeGreaterOrEqual $seen -Because 'what waited is the newest state, not the oldest'
        $stalled, $other | Remove-Watcher
        $exchange.Dispose()
    }
}

Describe 'A feed that ended with a fault' {
    It 'leaves no command and no connection behind' {
        $server = Start-ScriptedServer
        $server.Reply('/ws/', '404 Not Found', '', '')
        $result = Invoke-Caught { Watch-KanaOrderBook 14 -Endpoint $server.WebSocketUri }
        $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(2))
        Wait-Until { -not (Get-ConnectionTo $server.WebSocketUri) } -Because 'a faulted feed lingers like any other, and is gone then'
        $server.Dispose()
    }
}
