# Public trades: two rows a match, oldest first, each once.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(50)
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaTrade' {
    BeforeAll {
        $trades = Get-KanaTrade 14 @venue
        $matches = $trades | Group-Object TransactionVersion, Price, Size
    }

    It 'gives the recent trades of the market' {
        $trades.Count | Should -BeGreaterThan 4
        $trades | Should -BeOfType KanaPerps.Trade
        $trades.MarketId | Sort-Object -Unique | Should -BeExactly 14
        $trades.Symbol | Sort-Object -Unique | Should -BeExactly 'APT-USD'
    }

    It 'gives two rows for each match: one buys and one sells, at one price and size' {
        $matches | ForEach-Object Count | Sort-Object -Unique | Should -Be 2
        foreach ($match in $matches) {
            $match.Group.Side | Sort-Object | Should -Be 'Buy', 'Sell'
        }
    }

    It 'gives one row for each match with -Side <_>, which -MaxEvents counts' -ForEach 'Buy', 'Sell' {
        $side = $_
        $rows = Get-KanaTrade 14 -Side $side @venue
        $rows | Should -HaveCount $matches.Count
        $rows.Side | Sort-Object -Unique | Should -Be $side
        Get-KanaTrade 14 -Side $side -MaxEvents 2 @venue | ForEach-Object TransactionVersion | Should -Be $rows[0..1].TransactionVersion
    }

    It 'gives with -Side a row whose order type is not known too: its side is not known, and nothing gets lost' {
        $sample = Get-Content -Raw $PSScriptRoot/../KanaPerps.Client.Tests/Samples/page-ws-recent_trades.json
        $server = Start-ScriptedServer ($sample -replace '"order_type":1', '"order_type":9')
        try { (Get-KanaTrade 1338 -Side Sell -Endpoint $server.WebSocketUri -TimeoutSec 20).OrderType | Should -Be 9, 'CloseLong' }
        finally { $server.Dispose() }
    }

    It 'charges the taker 0.05 % and the maker nothing' {
        foreach ($match in $matches) {
            $match.Group.Fee | Sort-Object | Should -Be 0, ($match.Group[0].OrderValue * 0.0005d)
        }
    }

    It 'has order values that are exactly price times size' {
        foreach ($trade in $trades) {
            $trade.OrderValue | Should -BeOfType decimal
            $trade.OrderValue | Should -Be ($trade.Price * $trade.Size)
        }
    }

    It 'lists the oldest first' {
        $trades.TransactionVersion | Should -Be ($trades.TransactionVersion | Sort-Object)
        $trades.Timestamp | Should -Be ($trades.Timestamp | Sort-Object)
    }

    It 'keeps ids that no 64-bit number holds' {
        $trades[0].TradeId | Should -BeOfType string
        [bigint] $trades[0].TradeId | Should -BeGreaterThan ([ulong]::MaxValue)
    }

    It 'gives both halves when asked for several markets, each with its own id' {
        (Get-KanaTrade BTC*, eth-usd @venue).MarketId | Sort-Object -Unique | Should -Be 15, 16
    }
}

Describe 'Watch-KanaTrade' {
    It 'gives the trades that were there, then each new one once' {
        $before = @(Get-KanaTrade 14 @venue)
        $seen = Invoke-Moving $exchange { Watch-KanaTrade 14 -MaxEvents ($before.Count + 20) @venue }
        $seen[0..($before.Count - 1)] | ForEach-Object TransactionVersion | Should -Be $before.TransactionVersion
        $keys = $seen | ForEach-Object { "$($_.TransactionVersion) $($_.Address) $($_.Side) $($_.Price) $($_.Size)" }
        $keys | Sort-Object -Unique | Should -HaveCount $keys.Count
        $seen.TransactionVersion | Should -Be ($seen.TransactionVersion | Sort-Object)
    }

    It 'leaves out with -NewOnly what was there before' {
        $last = (Get-KanaTrade 16 @venue)[-1]
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaTrade 16 -NewOnly -Endpoint $Endpoint -MaxEvents 6 -TimeoutSec 20 } @{ Endpoint = $exchange.WebSocketUri }
        Wait-Until { (Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Topic -eq 'recent_trades' -and $_.Key -eq 16 }).Subscribers -eq 1 } -Because 'the watcher has begun'
        $exchange.Step(100)
        $fresh = Wait-Output $watcher 6
        $fresh.TransactionVersion | ForEach-Object { $_ | Should -BeGreaterThan $last.TransactionVersion }
        Remove-Watcher $watcher
    }
}

Describe 'The early encoding' {
    It 'hands its integers on exactly as sent, without a rescale' {
        $early = Start-TestExchange -Paused -Encoding Early
        try {
            $text = (Watch-KanaTopic recent_trades -MarketId 14 -Endpoint $early.WebSocketUri -MaxEvents 1 -TimeoutSec 20).Text
            $sent = ($text | ConvertFrom-Json -AsHashtable).data
            $trades = Get-KanaTrade 14 -Endpoint $early.WebSocketUri -TimeoutSec 20
            $text | Should -Not -Match '"message"' -Because 'the early form has no message field, and is read all the same'
            $trades.Price | Sort-Object -Unique | Should -Be ($sent.price | ForEach-Object { [decimal] $_ } | Sort-Object -Unique)
            $trades.Price | ForEach-Object { $_ % 1 } | Sort-Object -Unique | Should -Be 0
            $trades[0].Timestamp.Year | Should -Be 2025 -Because 'the warm-up is before the year 2026'
        }
        finally {
            $early.Dispose()
        }
    }
}
