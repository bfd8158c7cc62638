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
        Wait-Until { ($script:warning = @(Wait-Output $watcher)[-1] | Select-Object -First 1) } -Because 'the feed reconnects by itself, and trades come again'
        $warning = $script:warning
        $recovery = @(Wait-Output $watcher)[-1] | Select-Object -Last 1
        Remove-Watcher $watcher
    }

    AfterAll {
        $exchange.Dispose()
    }

    It 'is a warning that begins with its time and names the reason' {
        "$warning" | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ APT-USD trades: connection lost: the venue closed the connection \(code 1012, restart\)\. Retrying'
    }

    It 'has its fields in -WarningVariable, not only its text' {
        $warning.Notice | Should -BeOfType KanaPerps.Streaming.ReconnectingNotice
        $warning.Notice.Feed.Topic | Should -Be 'recent_trades'
        $warning.Notice.Feed.Key | Should -Be '14'
        $warning.Notice.Attempt | Should -Be 1
        $warning.Notice.WasConnected | Should -BeTrue
    }

    It 'is told to be over, with how long it took and the proof that nothing is missing' {
        "$recovery" | Should -Match 'APT-USD trades: reconnected after .* s\. No row is missing\.$'
        $recovery.Notice.Completeness | Should -Be 'Proven'
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
        $record.StatusDescription | Should -Match '^APT-USD order book: (connecting|.+; retrying, attempt \d+)$'
        $record.SecondsRemaining | Should -BeGreaterOrEqual -1
        Remove-Watcher $watcher
        $refusing.Dispose()
    }

    It 'says of a live stream that nothing has come yet' {
        $server = Start-ScriptedServer '{"data":[],"message":"positions"}'
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaPosition -ProfileAddress 0x2a -Endpoint $Endpoint -TimeoutSec 60 } @{ Endpoint = $server.WebSocketUri }
        Wait-Until { @($watcher.Shell.Streams.Progress).StatusDescription -match '^positions of 0x2a?.*: live, nothing to show so far$' } -Because 'the user learns that the command works'
        Remove-Watcher $watcher
        $server.Dispose()
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
        $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(10))
        Wait-Until { -not (Get-ConnectionTo $server.WebSocketUri) } -Because 'a faulted feed lingers like any other, and is gone then'
        $server.Dispose()
    }
}

Describe 'A venue that answers with something else than data' {
    It 'is repeated in the error of Get-, and the market is not blamed' {
        $said = '{"message":"Internal server error","requestId":"LmNoPqRsTuv="}'
        $server = Start-ScriptedServer $said
        $result = Invoke-Caught { Get-KanaOrderBook 14 -Endpoint $server.WebSocketUri -TimeoutSec 1 -WarningAction SilentlyContinue }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNoFirstMessage,*'
        Get-ErrorText $result.Errors[0] | Should -Match "APT-USD order book: no data for 1 s\. The venue answered: $([regex]::Escape($said))"
        Get-ErrorText $result.Errors[0] | Should -Not -Match 'market id'
        $server.Dispose()
    }

    It 'with an empty list that is not believed yet is not told as nothing' {
        $server = Start-ScriptedServer '{"data":[],"message":"positions"}'
        $result = Invoke-Caught { Get-KanaPosition '0xb' -Endpoint $server.WebSocketUri -TimeoutSec 0.8 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaTimeout,*'
        Get-ErrorText $result.Errors[0] | Should -Match 'The venue sent an empty list, which counts .* Give more time with -TimeoutSec\.$'
        $server.Dispose()
    }

    It 'with rows of another market alone is told by Watch-, as it comes and at the end' {
        $server = Start-ScriptedServer '{"data":[{"is_ask":true,"market_id":"15","price":"2","size":"1"}],"message":"orderbook"}'
        Watch-KanaOrderBook 14 -Endpoint $server.WebSocketUri -TimeoutSec 1 -WarningVariable told -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $told | Should -HaveCount 2
        "$($told[0])" | Should -Match 'a row was skipped: the row belongs to 15'
        "$($told[1])" | Should -Match 'no data for 1 s\. The venue sent one message, which has only rows of another market or account'
        $told[1].Notice | Should -BeOfType KanaPerps.Streaming.NoFirstMessageNotice
        $server.Dispose()
    }
}

Describe 'A market that was created again under another id' {
    It 'is looked for in the venue''s own list, and the new id is named: <Command>' -ForEach @(
        @{ Command = 'Watch-KanaOrderBook'; Name = 'APT/USDC' }
        @{ Command = 'Get-KanaOrderBook'; Name = 'APT' }
    ) {
        $server = Start-ScriptedServer
        $server.Reply('/getPerpetualAssetsInfo/allMarkets', '200 OK', ('{"success":true,"message":"ok","data":[{"market_id":"40","base_name":"' + $Name + '"}]}'), 'Content-Type: application/json')
        $result = Invoke-Caught { & $Command -Symbol APT-USD -Endpoint $server.WebSocketUri -TimeoutSec 4 3>&1 }
        $text = "$($result.Output)" + ($result.Errors | ForEach-Object { Get-ErrorText $_ })
        $text | Should -Match 'APT-USD now has the id 40\. Use -MarketId 40'
        $server.Dispose()
    }
}
