# Order books: what one holds, and how a stream of them behaves.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaOrderBook' {
    BeforeAll {
        $book = Get-KanaOrderBook 14 @venue
    }

    It 'gives one book, with the market by id and symbol' {
        @($book) | Should -HaveCount 1
        $book | Should -BeOfType KanaPerps.OrderBook
        $book.MarketId | Should -BeExactly 14
        $book.Symbol | Should -BeExactly 'APT-USD'
    }

    It 'has the bids from the highest price down' {
        $book.Bids.Count | Should -BeGreaterThan 3
        $prices = $book.Bids.Price
        $prices | Should -Be ($prices | Sort-Object -Descending)
        $book.BestBid | Should -Be $prices[0]
        $book.BestBidSize | Should -Be $book.Bids[0].Size
    }

    It 'has the asks from the lowest price up' {
        $book.Asks.Count | Should -BeGreaterThan 3
        $prices = $book.Asks.Price
        $prices | Should -Be ($prices | Sort-Object)
        $book.BestAsk | Should -Be $prices[0]
        $book.BestAskSize | Should -Be $book.Asks[0].Size
    }

    It 'has a positive spread and the mid price between the best prices' {
        $book.Spread | Should -BeGreaterThan 0
        $book.Spread | Should -Be ($book.BestAsk - $book.BestBid)
        $book.Mid | Should -Be (($book.BestAsk + $book.BestBid) / 2)
        $book.Crossed, $book.Locked, $book.OneSided | Should -Be $false, $false, $false
        $book.Anomalies | Should -Be 'None'
    }

    It 'holds numbers as decimal and times in UTC' {
        $book.BestBid | Should -BeOfType decimal
        $book.Bids[0].Size | Should -BeOfType decimal
        $book.ReceivedAt.Offset | Should -Be ([timespan]::Zero)
        $book.LastUpdated.Offset | Should -Be ([timespan]::Zero)
    }

    It 'lists all levels flat, each side ranked from the best on, with the size summed up' {
        $book.Levels | Should -HaveCount ($book.Bids.Count + $book.Asks.Count)
        $bids = @($book.Levels | Where-Object Side -EQ Bid)
        $bids | ForEach-Object Level | Should -Be (1..$bids.Count)
        $bids[2].CumulativeSize | Should -Be ($bids[0].Size + $bids[1].Size + $bids[2].Size)
        $book.Levels[0] | Should -BeOfType KanaPerps.BookRow
        -join ($book | ForEach-Object Levels) | Should -Be (-join $book.GetLevels())
        -join ($book | Select-Object -ExpandProperty Levels) | Should -Be (-join $book.Levels)
        ($book | Get-Member Levels) | Should -BeNullOrEmpty -Because 'files and JSON should have each level once'
    }

    It 'has the very prices and sizes that the venue sent' {
        $sent = (Watch-KanaTopic orderbook -MarketId 14 @venue -MaxEvents 1).Text | ConvertFrom-Json -AsHashtable
        $asked = $sent.data | Where-Object is_ask | ForEach-Object { "$($_.size) @ $($_.price)" }
        $book.Asks | ForEach-Object ToString | Should -Be $asked
    }

    It 'reads well in a string' {
        "$book" | Should -BeExactly ('APT-USD {0} / {1}' -f $book.BestBid, $book.BestAsk)
    }

    It 'has no more than -Depth levels a side, the best ones, and the best prices of the whole book' {
        $top = Get-KanaOrderBook 14 -Depth 3 @venue
        $top.Bids, $top.Asks | ForEach-Object Count | Should -Be 3, 3
        -join $top.Levels | Should -Be (-join ($book.Levels | Where-Object Level -LE 3))
        $top.Levels.CumulativeSize | Should -Be ($book.Levels | Where-Object Level -LE 3).CumulativeSize
        foreach ($name in 'BestBid', 'BestBidSize', 'BestAsk', 'BestAskSize', 'Spread', 'Mid', 'Anomalies', 'Network') { $top.$name | Should -Be $book.$name }
        -join (Get-KanaOrderBook 14 -Depth 10000 @venue).Levels | Should -Be (-join $book.Levels)
        (Watch-KanaOrderBook 14 -Depth 1 @venue -MaxEvents 1).Levels | Should -HaveCount 2
    }

    It 'gives the books of several markets once each, and ends' {
        (Get-KanaOrderBook 14, 15, 16, 14 @venue).MarketId | Sort-Object | Should -Be 14, 15, 16
    }

    It 'gives no more than -MaxEvents' {
        @(Get-KanaOrderBook 14, 15, 16 -MaxEvents 2 @venue) | Should -HaveCount 2
    }
}

Describe 'Watch-KanaOrderBook' {
    It 'gives the current book first, and then one for each change' {
        $books = Invoke-Moving $exchange { Watch-KanaOrderBook 14 @venue -MaxEvents 5 }
        $books | Should -HaveCount 5
        $books | Should -BeOfType KanaPerps.OrderBook
        $books | ForEach-Object { $_.Spread } | ForEach-Object { $_ | Should -BeGreaterThan 0 }
        @($books | ForEach-Object { -join $_.Levels } | Sort-Object -Unique) | Should -HaveCount 5 -Because 'each message showed another book'
    }

    It 'goes on with the newest book when the pipeline was too slow for all of them, and counts what it merged' {
        $feed = { Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 31 }
        $books = Watch-KanaOrderBook 31 @venue -MaxEvents 2 | ForEach-Object {
            $_
            if (-not $before) {
                $before = & $feed
                while ((& $feed).Merged -lt $before.Merged + 15) { $exchange.Step() }
                $after = & $feed
            }
        }
        $books | Should -HaveCount 2
        $after.Messages - $before.Messages | Should -BeGreaterThan 15
        $after.Lagged | Should -Be 0
        $books[1].LastUpdated | Should -BeGreaterThan $books[0].LastUpdated
    }

    It 'merges several markets into one stream' {
        $books = Invoke-Moving $exchange { Watch-KanaOrderBook 14, 15, 16, 31 @venue -MaxEvents 24 }
        $books.MarketId | Sort-Object -Unique | Should -Be 14, 15, 16, 31
    }

    It 'takes symbols with wildcards' {
        $books = Invoke-Moving $exchange { Watch-KanaOrderBook -Symbol '[AB]*-USD' @venue -MaxEvents 8 }
        $books.Symbol | Sort-Object -Unique | Should -Be 'APT-USD', 'BTC-USD'
    }

    It 'gives the number of decimals that the venue uses: <_>' -ForEach @('14: 3', '15: 0', '16: 1', '31: 2') {
        $id, $decimals = $_ -split ': '
        $book = Get-KanaOrderBook ([int] $id) @venue
        $book.Bids + $book.Asks | ForEach-Object { [math]::Round($_.Price, [int] $decimals) - $_.Price } | Sort-Object -Unique | Should -Be 0
    }
}
