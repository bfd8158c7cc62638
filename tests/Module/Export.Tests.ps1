# What leaves the pipeline for a file, a job or JSON, and what is left of it when it comes back.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(60)
    $invariant = [cultureinfo]::InvariantCulture
}

AfterAll {
    $exchange.Dispose()
}

Describe 'A CSV' {
    It 'of trades keeps every number, id and time' {
        $trades = Get-KanaTrade 14 @venue
        $trades | Export-Csv TestDrive:/trades.csv
        $rows = Import-Csv TestDrive:/trades.csv
        $rows.Count | Should -Be $trades.Count
        for ($i = 0; $i -lt $rows.Count; $i++) {
            foreach ($name in 'Price', 'Size', 'OrderValue', 'Fee', 'Pnl') {
                $rows[$i].$name | Should -BeExactly $trades[$i].$name.ToString($invariant)
            }
            $rows[$i].TradeId | Should -BeExactly $trades[$i].TradeId
            [datetimeoffset]::Parse($rows[$i].Timestamp, $invariant) | Should -Be $trades[$i].Timestamp
            $rows[$i].Side | Should -Be "$($trades[$i].Side)"
        }
    }

    It 'of book levels has a row for each level' {
        $book = Get-KanaOrderBook 16 @venue
        $book.Levels | Export-Csv TestDrive:/levels.csv
        $rows = Import-Csv TestDrive:/levels.csv
        $rows.Count | Should -Be ($book.Bids.Count + $book.Asks.Count)
        $rows[0].Price | Should -BeExactly $book.BestBid.ToString($invariant)
        ($rows | Where-Object Side -EQ Ask)[0].Price | Should -BeExactly $book.BestAsk.ToString($invariant)
        $rows[0].PSObject.Properties.Name | Should -Contain 'CumulativeSize'
    }

    It 'of a whole book has scalar columns only: the best of each side, and how many levels there are' {
        $book = Get-KanaOrderBook 14 @venue
        $row = $book | ConvertTo-Csv | ConvertFrom-Csv
        $row.PSObject.Properties.Value | Should -Not -Match '^System\.|^KanaPerps\.|`'
        $row.BestBid, $row.BestAsk | Should -BeExactly $book.BestBid.ToString($invariant), $book.BestAsk.ToString($invariant)
        $row.Bids, $row.Asks | Should -BeExactly "$($book.Bids.Count)", "$($book.Asks.Count)"
        $row.PSObject.Properties.Name | Should -Not -Contain 'Levels'
    }

    It 'names what was rounded, and counts bad messages by their kind, in words' {
        $server = Start-ScriptedServer -Frames '{"data":[{"market_id":"14","price":"1.12345678901234567890123456789","size":"2","order_type":1,"leverage":1,"order_value":"2","fee":"0.12345678901234567890123456789","pnl":"0","timestamp":1760000000},{"market_id":"14"}],"message":"recent_trades"}'
        (Get-KanaTrade 14 -Endpoint $server.WebSocketUri -WarningAction SilentlyContinue | ConvertTo-Csv | ConvertFrom-Csv).InexactFields | Should -BeExactly 'Fee, Price'
        (Get-ConnectionTo $server.WebSocketUri | ConvertTo-Csv | ConvertFrom-Csv).BadMessagesByReason | Should -BeExactly 'BadRow=1'
        $server.Dispose()
        $rows = @(Get-KanaTrade 14 @venue) + @(Get-KanaMarket) + @(Get-KanaPrice 14 @venue)
        foreach ($row in $rows) {
            ($row | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties.Value | Should -Not -Match '^System\.|^<>|`'
            ($row | ConvertTo-Json) | Should -Match '"InexactFields": \[\]'
        }
    }

    It 'can be piped back in: its rows name their markets' {
        $testnet = Start-TestExchange -Paused -Network Testnet
        Get-KanaMarket APT*, SOL* -Network Testnet | Export-Csv TestDrive:/markets.csv
        (Import-Csv TestDrive:/markets.csv | Get-KanaOrderBook -Endpoint $testnet.WebSocketUri -TimeoutSec 20).MarketId | Sort-Object | Should -Be 1338, 2387
        $testnet.Dispose()
    }
}

Describe 'JSON' {
    It 'has the numbers exactly and the times in full' {
        $trade = (Get-KanaTrade 14 @venue)[0]
        $json = $trade | ConvertTo-Json
        $json | Should -Match ('"Price": {0},' -f [regex]::Escape($trade.Price.ToString($invariant)))
        $json | Should -Match ('"Timestamp": "{0:yyyy-MM-ddTHH:mm:ss}\+00:00"' -f $trade.Timestamp.UtcDateTime)
        ($json | ConvertFrom-Json).TradeId | Should -BeExactly $trade.TradeId
    }

    It 'of a book has each of its levels once' {
        $book = Get-KanaOrderBook 14 @venue
        $json = $book | ConvertTo-Json -Depth 3 -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $back = $json | ConvertFrom-Json
        $back.Bids.Count, $back.Asks.Count | Should -Be $book.Bids.Count, $book.Asks.Count
        $back.Bids[0].Price | Should -Be $back.BestBid
        [regex]::Matches($json, '"Price":').Count | Should -Be $book.Levels.Count
    }

    It 'of a book in a list goes as deep as -Depth 3, without a warning' {
        $back = Get-KanaOrderBook 14, 15 @venue | ConvertTo-Json -Depth 3 -WarningVariable warnings | ConvertFrom-Json
        $warnings | Should -BeNullOrEmpty
        $back | ForEach-Object { $_.Asks[0].Price | Should -Be $_.BestAsk }
    }
}

Describe 'A job in a process of its own' {
    BeforeAll {
        $book = Get-KanaOrderBook 14 @venue
        $manifest = Get-ModuleManifestPath
        $endpoint = $exchange.WebSocketUri
        $job = Start-Job {
            Import-Module $using:manifest
            Get-KanaOrderBook 14 -Endpoint $using:endpoint -TimeoutSec 20
            Watch-KanaTrade 14 -Endpoint $using:endpoint -MaxEvents 2 -TimeoutSec 20
        }
        $received = @($job | Receive-Job -Wait -AutoRemoveJob)
    }

    It 'gives back books with their levels, not strings' {
        $received[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.KanaPerps.OrderBook'
        $received[0].Bids.Count | Should -Be $book.Bids.Count
        $received[0].Bids[0].Price | Should -Be $book.BestBid
        $received[0].Asks[0].Size | Should -Be $book.BestAskSize
        -join $received[0].Levels | Should -Be (-join $book.Levels)
        ($received[0].Levels | ConvertTo-Json -Depth 1) | Should -Not -Match '"(LastUpdated|TransactionVersion)": null'
        $received[0].Levels[1].CumulativeSize | Should -Be ($book.Bids[0].Size + $book.Bids[1].Size)
    }

    It 'gives back numbers as decimal, and times to the tick' {
        $trades = Get-KanaTrade 14 @venue
        $received[1].Price | Should -BeOfType decimal
        $received[1].Price | Should -Be $trades[0].Price
        $received[1].Timestamp.UtcDateTime | Should -Be $trades[0].Timestamp.UtcDateTime
        $received[1].Timestamp.UtcDateTime.Kind | Should -Be 'Utc'
    }

    It 'leaves no socket behind' {
        Disconnect-KanaConnection -All
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
    }
}
