# How the connections of the process stand, and how to close them.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaConnection' {
    It 'shows a live feed with its endpoint, topic, key, subscribers and what came in' {
        $connection = Watch-KanaOrderBook 14 @venue -MaxEvents 1 | ForEach-Object { Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 14 }
        $connection | Should -BeOfType KanaPerps.Streaming.ConnectionStatus
        $connection.Topic | Should -BeExactly 'orderbook'
        $connection.Symbol | Should -BeExactly 'APT-USD'
        $connection.Endpoint | Should -Be $exchange.WebSocketUri
        $connection.State | Should -Be 'Live'
        $connection.Healthy | Should -BeTrue
        $connection.Subscribers | Should -Be 1
        $connection.Messages | Should -Be 1
        $connection.Rows | Should -Be 1
        $connection.Bytes | Should -BeGreaterThan 1000
        $connection.LastMessageAge | Should -BeLessThan ([timespan]::FromSeconds(20))
        $connection.Since.Offset | Should -Be ([timespan]::Zero)
        $connection.Reconnects, $connection.Gaps, $connection.Lagged, $connection.BadMessages, $connection.InexactNumbers | Should -Be 0, 0, 0, 0, 0
        $connection.LastLoss | Should -BeNullOrEmpty
    }

    It 'shows a feed that lingers without subscribers' {
        Get-KanaOrderBook 15 @venue | Out-Null
        (Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 15).Subscribers | Should -Be 0
    }

    It 'shows one connection by its id, also from the pipeline' {
        Get-KanaOrderBook 16 @venue | Out-Null
        $known = Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 16
        (Get-KanaConnection $known.Id).Key | Should -Be '16'
        ($known | Get-KanaConnection).Id | Should -Be $known.Id
    }

    It 'reports an id that is not there, and goes on with the others' {
        Get-KanaOrderBook 16 @venue | Out-Null
        $id = (Get-ConnectionTo $exchange.WebSocketUri)[0].Id
        $result = Invoke-Caught { Get-KanaConnection 999999, $id }
        $result.Output.Id | Should -Be $id
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectionNotFound,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $result.Errors[0].TargetObject | Should -Be 999999
        Get-ErrorText $result.Errors[0] | Should -Match 'Get-KanaConnection lists'
    }

    It 'counts a loss with its reason, and the reconnect after it' {
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 31 -Endpoint $Endpoint -TimeoutSec 60 -Verbose } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Output $watcher 1 | Out-Null
        $exchange.CloseConnections(4001, 'test closes')
        Wait-Until { (Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 31).Reconnects -eq 1 } -Because 'the feed lives again'
        $connection = Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 31
        $connection.LastLossReason | Should -Match '4001.*test closes'
        $connection.LastLoss.Offset | Should -Be ([timespan]::Zero)
        $connection.State | Should -Be 'Live'
        Wait-Until { $watcher.Streams.Warning.Count -ge 1 } -Because 'the watcher is told of the loss'
        "$($watcher.Streams.Warning[0])" | Should -Match 'SOL-USD order book: connection lost: .*4001.*Retrying'
        Wait-Until { "$($watcher.Streams.Warning)" -match 'reconnected after' } -Because 'the watcher is told that it reconnected'
        Stop-Watcher $watcher | Should -BeLessThan ([timespan]::FromSeconds(2))
    }

    It 'shows the second connection of a feed that keeps two' {
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaTopic orderbook -MarketId 16 -Redundancy 2 -Endpoint $Endpoint } @{ Endpoint = $exchange.WebSocketUri }
        $before = Wait-Output $watcher 1 | Select-Object -First 1
        $before.Key | Should -Be '16'
        Wait-Until { (Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Key -eq 16 -and $_.Redundancy -eq 2 }).Standby -match ':\d+$' } -Because 'the second connection is made'
        $connection = Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Key -eq 16 -and $_.Redundancy -eq 2 }
        $connection.Redundancy | Should -Be 2
        $connection.Leader | Should -Match ':\d+$'
        @($exchange.Subscriptions).Where{ $_.Key -eq '16' }.Count | Should -BeGreaterOrEqual 2
        Stop-Watcher $watcher | Should -BeLessThan ([timespan]::FromSeconds(2))
    }
}

Describe 'Disconnect-KanaConnection' {
    It 'closes a connection that lingers' {
        Get-KanaTrade 14 @venue | Out-Null
        $connection = Get-ConnectionTo $exchange.WebSocketUri | Where-Object Topic -EQ recent_trades
        $connection | Disconnect-KanaConnection
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Id -EQ $connection.Id | Should -BeNullOrEmpty
    }

    It 'ends a watcher in another runspace with a warning' {
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaTrade 15 -Endpoint $Endpoint -TimeoutSec 60; 'the script goes on' } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Output $watcher 1 | Out-Null
        Disconnect-KanaConnection (Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Topic -eq 'recent_trades' -and $_.Key -eq 15 }).Id
        Wait-End $watcher 5
        $watcher.Shell.InvocationStateInfo.State | Should -Be 'Completed'
        "$($watcher.Streams.Warning)" | Should -Match 'BTC-USD trades: the connection was closed on request'
        $watcher.Streams.Error | Should -BeNullOrEmpty
        $watcher.Output[-1] | Should -Be 'the script goes on'
        Remove-Watcher $watcher
    }

    It 'closes every connection of the process with -All' {
        Get-KanaOrderBook 14, 15, 16 @venue | Out-Null
        Disconnect-KanaConnection -All
        Get-KanaConnection | Should -BeNullOrEmpty
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
    }

    It 'reports an id that is not there' {
        $result = Invoke-Caught { Disconnect-KanaConnection 999999 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectionNotFound,*'
        $result.Errors[0].TargetObject | Should -Be 999999
    }
}
