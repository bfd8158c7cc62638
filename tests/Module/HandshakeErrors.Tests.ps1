# An endpoint that does not become a WebSocket: what can pass is tried again, what can not is a terminating error.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
}

Describe 'A handshake answered with <Status>' -ForEach @(
    @{ Status = '401 Unauthorized'; Id = 'KanaUnauthorized'; Category = 'PermissionDenied'; Says = 'refuses access \(401\)' }
    @{ Status = '403 Forbidden'; Id = 'KanaUnauthorized'; Category = 'PermissionDenied'; Says = 'refuses access \(403\)' }
    @{ Status = '404 Not Found'; Id = 'KanaNotFound'; Category = 'ObjectNotFound'; Says = 'under /ws/' }
    @{ Status = '301 Moved Permanently'; Id = 'KanaNotAWebSocket'; Category = 'ProtocolError'; Says = 'redirects \(301\).*-Endpoint' }
    @{ Status = '200 OK'; Id = 'KanaNotAWebSocket'; Category = 'ProtocolError'; Says = 'a page instead of a WebSocket' }
) {
    It 'ends Watch- and Get- at once with <Id>, and is dialled once' {
        foreach ($command in 'Watch-KanaOrderBook', 'Get-KanaOrderBook') {
            $server = Start-ScriptedServer
            $server.Reply('/ws/', $Status, '', 'Location: ws://127.0.0.1:1/')
            $result = Invoke-Caught { & $command 14 -Endpoint $server.WebSocketUri -TimeoutSec 20 }
            $result.Terminated | Should -BeTrue
            $result.Errors | Should -HaveCount 1
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,KanaPerps.PowerShell.*"
            $result.Errors[0].CategoryInfo.Category | Should -Be $Category
            "$($result.Errors[0].TargetObject)" | Should -Be 'orderbook 14'
            Get-ErrorText $result.Errors[0] | Should -Match $Says
            $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(10))
            $server.Requests | Should -HaveCount 1
            (Get-ConnectionTo $server.WebSocketUri).State | Should -BeIn 'Faulted', $null
            $server.Dispose()
        }
    }
}

Describe 'An endpoint that takes a connection and never answers' {
    It 'is KanaConnectFailed for Get-, which points at the endpoint and not at the market' {
        $silent = Start-ScriptedServer -Frames $null
        $result = Invoke-Caught { Get-KanaOrderBook 14 -Endpoint $silent.WebSocketUri -TimeoutSec 0.5 }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
        "$($result.Errors[0].TargetObject)" | Should -Be 'orderbook 14'
        Get-ErrorText $result.Errors[0] | Should -Match "APT-USD order book: no connection within 0\.5 s\. Check the network and the endpoint $($silent.WebSocketUri)"
        $silent.Dispose()
    }
}

Describe 'An endpoint that connects and sends nothing' {
    It 'is KanaNoFirstMessage for Get-, also when another command has connected before' {
        $mute = Start-ScriptedServer
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint } @{ Endpoint = $mute.WebSocketUri }
        Wait-Until { (Get-ConnectionTo $mute.WebSocketUri).State -eq 'Subscribed' } -Because 'the other command waits'
        (Invoke-Caught { Get-KanaOrderBook 14 -Endpoint $mute.WebSocketUri -TimeoutSec 0.3 }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNoFirstMessage,*'
        [void] (Stop-Watcher $watcher)
        $mute.Dispose()
    }
}

Describe 'An endpoint that refuses' {
    BeforeAll {
        $refusing = New-RefusingEndpoint
    }

    AfterAll {
        $refusing.Dispose()
    }

    It 'is KanaConnectFailed for Get-, at once' {
        $result = Invoke-Caught { Get-KanaOrderBook 14 -Endpoint $refusing.Uri }
        $result.Terminated | Should -BeFalse
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        "$($result.Errors[0].TargetObject)" | Should -Be 'orderbook 14'
        Get-ErrorText $result.Errors[0] | Should -Match 'Check the network and the endpoint ws://127.0.0.1'
        $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(10))
    }

    It 'costs Get- one error for each feed, and the venue next to it nothing' {
        $exchange = Start-TestExchange -Paused
        $asked = [pscustomobject]@{ MarketId = 14; Endpoint = $refusing.Uri }, [pscustomobject]@{ MarketId = 15; Endpoint = $exchange.WebSocketUri }, [pscustomobject]@{ MarketId = 16; Endpoint = $refusing.Uri }
        $result = Invoke-Caught { $asked | Get-KanaOrderBook -TimeoutSec 20 }
        $result.Output.MarketId | Should -Be 15
        $result.Errors.TargetObject | ForEach-Object ToString | Sort-Object | Should -Be 'orderbook 14', 'orderbook 16'
        $exchange.Dispose()
    }

    It 'is told once by Watch-, which goes on until the endpoint answers' {
        $socket = New-RefusingEndpoint
        $port = $socket.LocalEndPoint.Port
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -MaxEvents 1 -TimeoutSec 60 -Verbose } @{ Endpoint = $socket.Uri }
        Wait-Until { "$($watcher.Streams.Verbose)" -match 'still no data: .*attempt 2' } -Because 'it has been refused twice'
        $watcher.Streams.Warning | Should -BeNullOrEmpty -Because 'it is one outage'
        $watcher.Streams.Error.Count | Should -Be 1
        $watcher.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
        Get-ErrorText $watcher.Streams.Error[0] | Should -Match 'retries until it answers'
        $socket.Dispose()
        $exchange = [KanaPerps.Simulator.SimulatedExchange]::Start([KanaPerps.Simulator.SimulatorOptions] @{ Port = $port }, $null)
        (Wait-Output $watcher 1).Symbol | Should -Be 'APT-USD'
        "$($watcher.Streams.Warning)" | Should -Match 'APT-USD order book: connected to ws:.* after .*, and receiving data' -Because 'the recovery is told too'
        Remove-Watcher $watcher
        $exchange.Dispose()
    }

    It 'ends Watch- with -ErrorAction Stop' {
        $result = Invoke-Caught { Watch-KanaOrderBook 31 -Endpoint $refusing.Uri -ErrorAction Stop }
        $result.Terminated | Should -BeTrue
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaConnectFailed,*'
        $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(10))
        Wait-Until { -not (Get-ConnectionTo $refusing.Uri | Where-Object Subscribers -GT 0) } -Because 'the subscription is gone' -TimeoutSec 2
    }
}

Describe 'A bad message' {
    It 'is a warning that shows its beginning, and the next message is delivered' {
        $good = '{"data":[{"is_ask":true,"market_id":"14","price":"2","size":"1"},{"is_ask":false,"market_id":"14","price":"1","size":"1"}],"message":"orderbook"}'
        $server = Start-ScriptedServer 'subscription refused', '{"data":[{"is_ask":tr', $good
        $book = Watch-KanaOrderBook 14 -Endpoint $server.WebSocketUri -MaxEvents 1 -TimeoutSec 20 -WarningVariable warnings -WarningAction SilentlyContinue
        $book.Spread | Should -Be 1
        $warnings | Should -HaveCount 1 -Because 'the second of a kind is counted and told later'
        "$($warnings[0])" | Should -Match 'APT-USD order book: a message was skipped: it is not JSON\. It begins: subscription refused'
        (Get-ConnectionTo $server.WebSocketUri).BadMessages | Should -Be 2
        $server.Dispose()
    }

    It 'costs its bad row only: <What>' -ForEach @(
        @{ What = 'a price that is no number'; Row = '{"is_ask":true,"market_id":"14","price":"NaN","size":"1"}' }
        @{ What = 'a row that is no object'; Row = '17' }
    ) {
        $server = Start-ScriptedServer "{`"data`":[$Row,{`"is_ask`":true,`"market_id`":`"14`",`"price`":`"2`",`"size`":`"1`"},{`"is_ask`":false,`"market_id`":`"14`",`"price`":`"1`",`"size`":`"1`"}],`"message`":`"orderbook`"}"
        $book = Watch-KanaOrderBook 14 -Endpoint $server.WebSocketUri -MaxEvents 1 -TimeoutSec 20 -WarningAction SilentlyContinue
        $book.Levels | Should -HaveCount 2
        $book.Anomalies | Should -Match 'Incomplete'
        $server.Dispose()
    }
}
