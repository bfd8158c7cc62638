# A recording that commands run on as if it were the venue.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $path = Join-Path (Get-Item TestDrive:/).FullName rec
    $feeds = @{ Endpoint = $exchange.WebSocketUri; Symbol = 'APT-USD' }
    $null = Get-KanaOrderBook @feeds
    $run = Start-KanaRecording $path -Topic OrderBook, Trade @feeds
    $exchange.Step(50)
    Wait-Until { $run.LastMessageAge.TotalSeconds -gt 1 } 'the recording has every step'
    $live = Get-KanaOrderBook @feeds
    Stop-KanaRecording
}

AfterAll {
    Stop-KanaReplay
    $exchange.Dispose()
}

Describe 'Start-KanaReplay' {
    AfterEach { Stop-KanaReplay }

    It 'gives every watcher of the same feed the recorded books, and ends it with the recording, without a warning' {
        $null = Start-KanaReplay $path -Speed 0
        $books = @(Watch-KanaOrderBook APT-USD -Network Replay -WarningVariable warnings)
        $warnings | Should -BeNullOrEmpty
        $books[-1].Bids.Price | Should -Be $live.Bids.Price
        $books[-1].Asks.Size | Should -Be $live.Asks.Size
        $books[-1].Network | Should -Be 'Replay'
        (Get-KanaReplay).State, (Get-KanaReplay).Progress | Should -Be 'Ended', 100
    }

    It 'gives Get- commands the last message when the recording has ended, and an error for what it has not' {
        $null = Start-KanaReplay $path -Speed 0
        $null = Watch-KanaOrderBook APT-USD -Network Replay
        (Get-KanaTrade APT-USD -Network Replay).Count | Should -BeGreaterThan 10
        $result = Invoke-Caught { Get-KanaTrade BTC-USD -Network Replay -TimeoutSec 20 }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNoFirstMessage,*'
        "$($result.Errors[0])" | Should -BeLike 'The recording has no message of BTC-USD trades*'
    }

    It 'shows its clock from the recording, and plays a part of it' {
        $whole = Start-KanaReplay $path
        $whole.State, $whole.Position, $whole.Network | Should -Be 'Waiting', $null, $exchange.WebSocketUri.ToString()
        $middle = $whole.From + ($whole.To - $whole.From) / 2
        $part = Start-KanaReplay $path -From $middle -Speed 0
        $null = Watch-KanaOrderBook APT-USD -Endpoint $part.Endpoint
        $part.From | Should -Be $middle
        $part.Position | Should -BeGreaterThan $middle
        "$part" | Should -Be $part.Endpoint.ToString()
    }

    It 'fits its table into 80 columns' {
        $null = Start-KanaReplay $path
        (Get-KanaReplay | Out-String -Width 80).Split("`n").Where{ $_.TrimEnd() }[0].TrimEnd() | Should -Match 'Id State.*Endpoint$'
    }

    It 'says that -To is before -From, and that a folder is no recording' {
        (Invoke-Caught { Start-KanaReplay $path -From 2026-02-01 -To 2026-01-01 }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaInvalidTimeRange,*'
        (Invoke-Caught { Start-KanaReplay $PSHOME/nothing }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaRecordingNotFound,*'
    }
}

Describe '-Network Replay' {
    Context 'of another network' {
        BeforeAll {
            $testnet = New-TestRecording "$TestDrive/testnet" 'orderbook/1338', '{"data":[{"is_ask":true,"market_id":"1338","price":5,"size":"1","last_updated":1795671922,"transaction_version":1}],"message":"orderbook"}'
            $replay = Start-KanaReplay $testnet -Speed 0
        }

        AfterAll { Stop-KanaReplay }

        It 'takes symbols for the markets of the network that was recorded: <_>' -ForEach 'Network', 'Endpoint' {
            $where = @{ $_ = $_ -eq 'Network' ? 'Replay' : $replay.Endpoint }
            (Get-KanaMarket APT-USD @where).MarketId | Should -Be 1338
            (Get-KanaOrderBook APT-USD @where).MarketId | Should -Be 1338
            (TabExpansion2 "Get-KanaOrderBook -MarketId 133 -$_ $($where[$_])" 31).CompletionMatches.CompletionText | Should -Contain '1338'
        }

        It 'keeps a market that is piped on in the replay' {
            (Get-KanaMarket APT-USD -Network Replay | Get-KanaOrderBook).Network | Should -Be 'Replay'
        }
    }

    It 'says that no replay runs' {
        (Invoke-Caught { Get-KanaOrderBook APT-USD -Network Replay }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaReplayNotFound,*'
    }

    It 'is offered while a replay runs, with its folder' {
        Start-KanaReplay $path | Out-Null
        (TabExpansion2 'Get-KanaOrderBook APT-USD -Network Re').CompletionMatches.ToolTip | Should -BeLike "*$path"
        Stop-KanaReplay
        (TabExpansion2 'Get-KanaOrderBook APT-USD -Network Re').CompletionMatches.CompletionText | Should -Not -Contain 'Replay'
    }
}
