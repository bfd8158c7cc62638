# What an order would get from a book, and bars of trades: from live objects and from what jobs and files keep of them.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(200)
    $book = Get-KanaOrderBook APT-USD @venue
    $trades = Get-KanaTrade APT-USD @venue
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Measure-KanaOrderBook' {
    It 'says what an order would get from books that are got, watched, and come back from files' {
        $wanted = $book.Asks[0].Size + $book.Asks[1].Size / 2
        $value = $book.Asks[0].Size * $book.Asks[0].Price + $book.Asks[1].Size / 2 * $book.Asks[1].Price
        $book | Export-Clixml TestDrive:/book.xml -Depth 3
        $results = @(
            $book | Measure-KanaOrderBook Buy $wanted
            Watch-KanaOrderBook APT-USD -MaxEvents 1 @venue | Measure-KanaOrderBook -Side Buy -Size $wanted
            Import-Clixml TestDrive:/book.xml | Measure-KanaOrderBook -Side Buy -Size $wanted
        )
        $results | Should -HaveCount 3
        foreach ($result in $results) {
            $result | Should -BeOfType KanaPerps.OrderBookMeasure
            $result.Filled, $result.Unfilled, $result.LevelsUsed, $result.WorstPrice | Should -Be $wanted, 0, 2, $book.Asks[1].Price
            $result.AveragePrice | Should -Be ($value / $wanted)
            $result.Mid, $result.Symbol, $result.Network | Should -Be $book.Mid, 'APT-USD', $book.Network
        }
    }

    It 'takes a value instead of a size, and adds up what lies within distances' {
        $result = $book | Measure-KanaOrderBook -Side Sell -Value 100 -Bps 50, 10
        $result.FilledValue, $result.Unfilled | Should -Be 100, 0
        $result.Depth.Bps | Should -Be 10, 50
        $near = @($book.Bids.Where({ $_.Price -ge $book.Mid * 0.995d }))
        $size = [decimal] 0
        $near.ForEach({ $size += $_.Size })
        $result.Depth[1].BidSize | Should -Be $size
        ($book | Measure-KanaOrderBook).Side | Should -BeNullOrEmpty
    }

    It 'sorts the levels of a book from a file, and leaves out those without size' {
        $stored = [pscustomobject]@{
            MarketId = 14
            Bids     = @([pscustomobject]@{ Price = 5d; Size = 1d }, [pscustomobject]@{ Price = 6d; Size = 2d })
            Asks     = @([pscustomobject]@{ Price = 9d; Size = 1d }, [pscustomobject]@{ Price = 7d; Size = 0d }, [pscustomobject]@{ Price = 8d; Size = 1d })
        }
        $result = $stored | Measure-KanaOrderBook -Side Buy -Size 1.5
        $result.Mid, $result.AveragePrice, $result.LevelsUsed | Should -Be 7, (12.5d / 1.5d), 2
    }

    It 'fits a table of 80 columns' {
        $table = $book | Measure-KanaOrderBook -Side Buy -Size 1000 | Out-String -Width 80
        $table | Should -Match 'Market +Mid \(USD\) Side +Filled +Average +Slip\. Flags +Depth \(bid/ask\)'
        ($table -split '\r?\n').ForEach('Length') | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
    }

    It 'shows in 80 columns what lies within the nearest distance, and that the book can''t fill the order' {
        ($book | Measure-KanaOrderBook -Bps 50, 10 | Out-String -Width 80) -replace '\s+', ' ' | Should -Match ' 10: [\d.]+/[\d.]+… $'
        ($book | Measure-KanaOrderBook -Bps 10 | Out-String -Width 80) -replace '\s+', ' ' | Should -Match ' 10: [\d.]+/[\d.]+ $'
        $book | Measure-KanaOrderBook Buy 1e9 | Out-String -Width 80 | Should -Match ' Partial'
        $book | Measure-KanaOrderBook Buy 1 | Out-String -Width 80 | Should -Not -Match 'Partial'
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(($book | Measure-KanaOrderBook Buy 1e9 -Bps 10), 3)) |
            Out-String -Width 80 | Should -Match ' Partial +10: '
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a size of zero'; Line = { $book | Measure-KanaOrderBook -Side Buy -Size 0 }; Says = 'ParameterArgumentValidationError'; Text = '0 is not above zero' }
        @{ Name = 'a negative value'; Line = { $book | Measure-KanaOrderBook -Side Buy -Value -2.5 }; Says = 'ParameterArgumentValidationError'; Text = '-2.5 is not above zero' }
        @{ Name = 'a distance of zero'; Line = { $book | Measure-KanaOrderBook -Bps 10, 0 }; Says = 'ParameterArgumentValidationError'; Text = '0 is not above zero' }
        @{ Name = 'what is no book'; Line = { $trades[0] | Measure-KanaOrderBook }; Says = 'KanaUnexpectedInput'; Text = '^A Trade is not an order book\.$' }
        @{ Name = 'a row of a CSV, which has numbers of levels'; Line = { $book | ConvertTo-Csv | ConvertFrom-Csv | Measure-KanaOrderBook }; Says = 'KanaUnexpectedInput'; Text = '^An object is not an order book\.$' }
        @{ Name = 'JSON of so little depth that its levels are texts'; Line = { $book | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json | Measure-KanaOrderBook }; Says = 'KanaUnexpectedInput'; Text = '^An object is not an order book\.$' }
        @{ Name = 'nothing'; Line = { $null | Measure-KanaOrderBook }; Says = 'KanaUnexpectedInput'; Text = '^Nothing is not an order book\.$' }
    ) {
        $result = Invoke-Caught $Line
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Says*"
        "$($result.Errors[0])" | Should -Match $Text
    }

    It 'goes on with the next object after one that is no book' {
        @(1, $book | Measure-KanaOrderBook -ErrorAction SilentlyContinue) | Should -HaveCount 1
    }

    It 'makes one error for each kind of object that it can''t use, and counts them at the end' {
        $results = @($trades[0..3]; $book; 'text'; 'other text'; $null) | Measure-KanaOrderBook -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
        $results | Should -HaveCount 1
        @($failed).ForEach('ToString') | Should -Be 'A Trade is not an order book.', "'text' is not an order book.", 'Nothing is not an order book.'
        "$warned" | Should -Be '7 objects of the input were left out. There is an error for the first of each kind.'
    }
}

Describe 'Measure-KanaTrade' {
    It 'counts each match once, over all bars' {
        $bars = $trades | Measure-KanaTrade 00:01:00 -IncludeCurrent
        $matches = $trades | Where-Object Side -EQ Buy
        $volume, $value = [decimal[]] (0, 0)
        foreach ($match in $matches) { $volume += $match.Size; $value += $match.Size * $match.Price }
        $sums = [decimal[]] (0, 0, 0, 0)
        foreach ($bar in $bars) { $sums[0] += $bar.Volume; $sums[1] += $bar.Value; $sums[2] += $bar.Trades; $sums[3] += $bar.BuyVolume + $bar.SellVolume }
        $sums | Should -Be $volume, $value, $matches.Count, $volume
        $bars[0].Open, $bars[-1].Close | Should -Be $trades[0].Price, $trades[-1].Price
        $bars | Should -BeOfType KanaPerps.TradeBar
        $bars[0].Anomalies, $bars[-1].Incomplete | Should -Be First, $true
    }

    It 'makes the same bars of what a file keeps of the trades: <_>' -ForEach 'Clixml', 'Csv' {
        $kept = switch ($_) {
            'Csv' { $trades | ConvertTo-Csv | ConvertFrom-Csv }
            'Clixml' { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($trades, 2)) }
        }
        $bars = $kept | Measure-KanaTrade 00:01:00 -IncludeCurrent
        $live = $trades | Measure-KanaTrade 00:01:00 -IncludeCurrent
        $bars | Select-Object Start, End, Symbol, MarketId, Open, High, Low, Close, Volume, Value, Trades, Vwap, BuyVolume, SellVolume, Anomalies | ConvertTo-Json |
            Should -Be ($live | Select-Object Start, End, Symbol, MarketId, Open, High, Low, Close, Volume, Value, Trades, Vwap, BuyVolume, SellVolume, Anomalies | ConvertTo-Json)
    }

    It 'writes a bar of a live stream when a trade shows that it is over, each market its own' {
        $bars = Invoke-Moving $exchange { Watch-KanaTrade APT-USD, BTC-USD @venue | Measure-KanaTrade 00:00:10 | Select-Object -First 6 }
        $bars | Should -HaveCount 6
        foreach ($market in $bars | Group-Object Symbol) {
            $market.Group.Start | Should -Be ($market.Group.Start | Sort-Object -Unique)
            $market.Group[0].Anomalies | Should -Be First
        }
    }

    It 'fits a table of 80 columns' {
        $table = $trades | Measure-KanaTrade 01:00:00 -IncludeCurrent | Out-String -Width 80
        $table | Should -Match 'Start \(UTC\) +Market +Open +High +Low +Close +Volume Flags'
        ($table -split '\r?\n').ForEach('Length') | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
    }

    It 'warns of rows that come after their bar' {
        $bar = @($trades[-1], $trades[0], $trades[0]) | Measure-KanaTrade 00:00:01 -IncludeCurrent -WarningVariable warned -WarningAction SilentlyContinue
        $bar.LateRows, $bar.Anomalies | Should -Be 2, 'Late, First, Current'
        $warned | Should -HaveCount 1
        "$warned" | Should -Match '^APT-USD: a trade of [-\d]+ [:\d]+Z came after its bar had been written\. It is in no bar\.'
    }

    It 'makes one error for each kind of object that it can''t use' {
        $untimed = [pscustomobject]@{ MarketId = 14; Timestamp = $null; Price = 1; Size = 1 }
        $result = Invoke-Caught { $book, $book, $untimed, $untimed, [pscustomobject]@{ X = 1 } | Measure-KanaTrade 00:01:00 -WarningAction SilentlyContinue }
        @($result.Errors).ForEach('ToString') | Should -Be 'An OrderBook is not a trade.', 'A Trade is not a trade with a usable time.', 'An object is not a trade.'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a number of seconds, which would be ticks'; Line = { $trades | Measure-KanaTrade 60 }; Says = 'ParameterArgumentValidationError'; Text = 'less than a second' }
        @{ Name = 'a negative interval'; Line = { $trades | Measure-KanaTrade -Interval -00:01:00 }; Says = 'ParameterArgumentValidationError'; Text = 'less than a second' }
        @{ Name = 'what is no trade'; Line = { $book | Measure-KanaTrade 00:01:00 }; Says = 'KanaUnexpectedInput'; Text = '^An OrderBook is not a trade\.$' }
        @{ Name = 'a trade without a time'; Line = { [pscustomobject]@{ MarketId = 14; Timestamp = $null; Price = 1; Size = 1 } | Measure-KanaTrade 00:01:00 }; Says = 'KanaUnexpectedInput'; Text = 'is not a trade with a usable time' }
        @{ Name = 'nothing'; Line = { $null | Measure-KanaTrade 00:01:00 }; Says = 'KanaUnexpectedInput'; Text = '^Nothing is not a trade\.$' }
    ) {
        $result = Invoke-Caught $Line
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Says*"
        "$($result.Errors[0])" | Should -Match $Text
    }
}

Describe 'A gap in a stream' {
    It 'marks the bars that it touches, although the warning does not travel in the pipeline' {
        $row = '{{"address":"0x{0}","market_id":"14","order_type":{0},"leverage":2,"price":"5.5","size":"2","order_value":"11","fee":"0","pnl":"0","timestamp":{1},"last_updated":{1},"trade_id":"1","transaction_version":{2}}}'
        $frames = foreach ($second in 1764000000, 1764000030, 1764000120, 1764000130, 1764000240) {
            '{"data":[' + (($row -f 1, $second, $second), ($row -f 2, $second, $second) -join ',') + '],"message":"recent_trades"}'
        }
        # Each list holds one match, so none proves that nothing is missing. That is said three times; the first list is no gap.
        $server = Start-ScriptedServer $frames
        $bars = Watch-KanaTrade 14 -Endpoint $server.WebSocketUri -MaxEvents 10 -TimeoutSec 20 -WarningVariable warned -WarningAction SilentlyContinue | Measure-KanaTrade 00:01:00 -IncludeCurrent
        $server.Dispose()
        "$warned" | Should -Match 'may be missing'
        $bars.Trades | Should -Be 2, 2, 1
        $bars.Anomalies | Should -Be 'Gap, First', 'Gap', 'Current'
    }
}
