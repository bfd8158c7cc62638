# Bridges as a user starts, watches and stops them. What is in the stream, xUnit proves.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Rate 20
    $venue = @{ Endpoint = $exchange.WebSocketUri }
    $broker = Start-TestBroker

    function Assert-Broker {
        if (-not $broker) { Set-ItResult -Skipped -Because 'nats-server is not on the path, and KANA_NATS_SERVER names none' }
    }
}

AfterAll {
    Stop-KanaBridge
    $exchange.Dispose()
    if ($broker) { $broker.Dispose() }
}

Describe 'A bridge' {
    AfterEach {
        Stop-KanaBridge -ErrorAction Ignore
    }

    It 'publishes the feeds that are asked for, shares them with other commands, and is shown until it is stopped' {
        Assert-Broker
        $bridge = Start-KanaBridge $broker.Uri OrderBook, FundingRate APT-USD, 15 @venue
        $bridge.Feeds | Should -Be 'orderbook/14', 'orderbook/15', 'live_funding_rate'
        $bridge.Leading | Should -Be 3
        Wait-Until { $bridge.Published -gt 20 } -Because 'books are published'
        [void] (Get-KanaOrderBook APT-USD @venue)
        Get-ConnectionTo $exchange.WebSocketUri | Should -HaveCount 3
        Get-KanaBridge $bridge.Id | Should -Be $bridge
        $bridge | Stop-KanaBridge
        $bridge.State, $bridge.BytesWaiting, $bridge.LastError | Should -Be 'Stopped', 0, $null
        Get-KanaBridge | Should -BeNullOrEmpty
    }

    It 'is waited for with warnings when the broker goes and comes, and ends with the session' {
        Assert-Broker
        $away = Start-TestBroker
        $port = ([uri] $away.Uri).Port
        try {
            $watcher = Start-Watcher { param($Uri, $Endpoint) $null = Start-KanaBridge $Uri FundingRate -Endpoint $Endpoint; Wait-KanaBridge } @{ Uri = $away.Uri; Endpoint = $exchange.WebSocketUri }
            Wait-Until { (Get-KanaBridge | Where-Object Server -EQ "127.0.0.1:$port").State -eq 'Publishing' } -Because 'it publishes'
            $away.Process.Kill()
            Wait-Until { "$($watcher.Streams.Warning)" -match 'tries again each second' } -Because 'the warning comes'
            "$($watcher.Streams.Warning)" | Should -Match "127.0.0.1:$port can't be used"
            Stop-Watcher $watcher
            (Get-KanaBridge | Where-Object Server -EQ "127.0.0.1:$port") | Should -Not -BeNullOrEmpty -Because 'Ctrl+C ends the wait alone'
        }
        finally {
            Remove-Watcher $watcher
            Stop-KanaBridge -ErrorAction Ignore
            $away.Dispose()
        }
    }

    It 'is watched by every kind of command, with the objects of the venue and one connection to the broker' {
        Assert-Broker
        $account = Get-TestProfile 0x5a11ce
        $simulator = Start-KanaSimulator -Rate 20
        try {
            $from = @{ Endpoint = $simulator.Endpoint }
            $null = Start-KanaBridge $broker.Uri OrderBook, Trade, FundingRate, Position, OpenOrder, Fill, OrderHistory, Transfer APT-USD -ProfileAddress $account -Network Simulator
            $there = @{ Endpoint = "$($broker.Uri)/kana/simulator" }
            $book = Get-KanaOrderBook APT-USD @there
            $book.Symbol, $book.Network | Should -Be 'APT-USD', 'Simulator'
            (Watch-KanaTrade APT-USD @there -MaxEvents 3 -WarningVariable told).Network | Should -Be 'Simulator', 'Simulator', 'Simulator'
            $told | Should -BeNullOrEmpty
            (Get-KanaFundingRate @there).Symbol | Should -Be (Get-KanaFundingRate @from).Symbol
            (Get-KanaPosition $account @there).TradeId | Should -Not -BeNullOrEmpty
            $null = Register-KanaEvent orderbook -MarketId 14 -SourceIdentifier bridged @there
            Wait-Event bridged -Timeout 20 | Should -Not -BeNullOrEmpty
            Unregister-Event bridged
            $recording = Start-KanaRecording $TestDrive/bridged OrderBook APT-USD @there
            Wait-Until { $recording.Messages -gt 1 } -Because 'it is recorded'
            Stop-KanaRecording $recording.Id
            @(Import-KanaRecording $TestDrive/bridged)[0].Symbol | Should -Be 'APT-USD'
            $env:KANA_NETWORK = "$($there.Endpoint)"
            $missing = Invoke-Caught { Get-KanaMarket SOL-USD -Network Simulator | Get-KanaOrderBook }
            Get-ErrorText $missing.Errors[0] | Should -Match 'no bridge publishes orderbook/31' -Because 'objects of a network go where KANA_NETWORK says it is'
            $env:KANA_NETWORK = $null
            $missing = Invoke-Caught { Get-KanaOrderBook SOL-USD @there }
            Get-ErrorText $missing.Errors[0] | Should -Match 'no bridge publishes orderbook/31'
        }
        finally {
            $env:KANA_NETWORK = $null
            Stop-KanaBridge -ErrorAction Ignore
            Stop-KanaSimulator $simulator.Id
        }
    }

    It 'shows its login nowhere' {
        Assert-Broker
        $secret = 's3cret-w0rd'
        $login = [pscredential]::new('bridge', (ConvertTo-SecureString $secret -AsPlainText -Force))
        $bridge = Start-KanaBridge "nats://bridge:$secret@127.0.0.1:$(([uri] $broker.Uri).Port)" FundingRate -Credential $login @venue -Verbose -Debug *>&1
        "$($bridge | Format-List * | Out-String) $bridge $(Get-KanaBridge | ConvertTo-Json)" | Should -Not -Match $secret
    }
}
