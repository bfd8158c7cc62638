# The live table of markets: what it shows, what a small window leaves out, and how it tells trouble. What every picture has is in Show-KanaOrderBook.Tests.ps1.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri | Out-Null
    $exchange.Step(20)

    function Start-Table([hashtable] $With = @{}, [int] $Width = 120, [int] $Height = 30, [scriptblock] $Script = { param($Parameters) Show-KanaMarket @Parameters }) {
        Start-Show $Script -With ($With.Endpoint ? $With : $With + @{ Endpoint = $exchange.WebSocketUri }) -Width $Width -Height $Height
    }

    $allLive = '(?m)^books live \d+ s  trades live \d+ s  funding live'
}

AfterAll {
    $exchange.Dispose()
}

Describe 'The picture of Show-KanaMarket' {
    BeforeAll {
        $show = Start-Table
        $lines = Wait-Picture $show $allLive
    }

    AfterAll {
        Stop-Show $show
    }

    It 'has the network and a time above, and the health of all feeds below' {
        $lines[0] | Should -Match "^Markets  $([regex]::Escape($exchange.WebSocketUri)) +\d\d:\d\d:\d\d UTC$"
        $lines[-1] | Should -Match '^books live \d+ s  trades live \d+ s  funding live \d+ s  reconnects 0  gaps 0  lagged 0  bad messages 0 +q quits$'
    }

    It 'has a row for each market of the table, with its mid, spread, last trade, volume and funding rate' {
        $lines[1] | Should -Match '^Market +Mid +bps  Mid, last \d+ s +Last +Volume +Funding$'
        $i = 2
        foreach ($market in Get-KanaMarket -Network Mainnet) {
            $book = Get-KanaOrderBook $market.MarketId -Endpoint $exchange.WebSocketUri
            $last = (Get-KanaTrade $market.MarketId -Endpoint $exchange.WebSocketUri)[-1]
            $rate = Get-KanaFundingRate $market.MarketId -Endpoint $exchange.WebSocketUri
            $expected = @(
                $market.Symbol, $book.Mid.ToString("F$($market.PriceDecimals + 1)"), (10000 * $book.Spread / $book.Mid).ToString('F2'),
                $last.Price.ToString("F$($market.PriceDecimals)"), '0', $rate.Rate.ToString('F8')
            )
            @($lines[$i++] -split ' +[▲▼]? *' -notmatch '^[▁▂▃▄▅▆▇█]*$') | Should -BeExactly $expected
        }
    }

    It 'follows the books, with an arrow and a sparkline' {
        Wait-Until { $exchange.Step(1); ($show.Screen.Lines -join "`n") -match '(?m)^APT-USD +[\d.]+ [▲▼] .*[▁▂▃▄▅▆▇█]{2}' } -Because 'the mid changes'
        Wait-Until { $show.Screen.Lines[2] -match "^APT-USD +$((Get-KanaOrderBook 14 -Endpoint $exchange.WebSocketUri).Mid.ToString('F4')) " } -Because 'the picture shows the last book'
    }

    It 'fits the window whatever its size, and leaves out the least important columns first: <Width> x <Height>' -ForEach @(
        @{ Width = 1; Height = 1; Shows = '^…$' }
        @{ Width = 200; Height = 50; Shows = '(?m)^Market +Mid +bps  Mid, last .* Last +Volume +Funding$' }
        @{ Width = 80; Height = 24; Shows = '(?m)^Market +Mid +bps  .* Last +Volume +Funding$' }
        @{ Width = 60; Height = 14; Shows = '(?m)^Market +Mid +bps  \d+ (s|min) +Volume +Funding$' }
        @{ Width = 40; Height = 10; Shows = '(?m)^Market +Mid +bps  \d+ (s|min)$' }
        @{ Width = 20; Height = 10; Shows = '(?m)^Market +Mid$' }
        @{ Width = 30; Height = 5; Shows = '(?s)^Markets.*\nAPT-USD .*\nBTC-USD .*\nand 2 more\nbooks live' }
        @{ Width = 20; Height = 2; Shows = '^APT-USD ' }
        @{ Width = 5; Height = 3; Shows = '(?m)^APT-…$' }
        @{ Width = 100; Height = 20; Shows = '(?m)^Market ' }
    ) {
        $writes = $show.Screen.Writes
        $show.Screen.Resize($Width, $Height)
        Wait-Until { $show.Screen.Writes -gt $writes } -Because 'a new size is a new picture'
        Wait-Picture $show $Shows | Should -HaveCount $Height
        $show.Screen.Mistake | Should -BeNullOrEmpty
    }

    It 'writes nothing into the pipeline' {
        $show.Output.Count, $show.Streams.Warning.Count, $show.Streams.Error.Count | Should -Be 0, 0, 0
    }
}

Describe 'Show-KanaMarket' {
    It 'shows markets in the order in which they are given, each once, and a market that is not in the table by its id' {
        $show = Start-Table @{ Symbol = 'SOL-USD', 'apt', '*T-USD', '999' }
        $lines = Wait-Picture $show '(?m)^books 1 of 3 '
        $lines[2..4] -replace ' .*' | Should -BeExactly 'SOL-USD', 'APT-USD', '999'
        $lines[4] | Should -Match '^999 +- +(connecting|subscribed)$'
        Stop-Show $show
    }

    It 'takes markets from the pipeline, with their networks' {
        $show = Start-Table @{ Market = [pscustomobject]@{ MarketId = '15'; Symbol = 'BTC-USD'; Network = "$($exchange.WebSocketUri)" } } -Script { param($Parameters) $Parameters.Market | Show-KanaMarket }
        (Wait-Picture $show $allLive)[2] | Should -Match '^BTC-USD '
        Stop-Show $show
    }

    It 'takes the markets of the venue with -Live' {
        $show = Start-Table @{ Live = $true; Symbol = 'eth', 'APT-USD' }
        (Wait-Picture $show $allLive)[2..4] -replace ' .*' | Should -BeExactly 'ETH-USD', 'APT-USD', ''
        Stop-Show $show
    }

    It 'adds up the value traded since it began, each match once' {
        $before = @(Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri).TransactionVersion
        $show = Start-Table @{ MarketId = 14 }
        Wait-Picture $show $allLive | Out-Null
        Wait-Until -Because 'the picture shows the value of the new trades' {
            $value = [decimal] 0
            if ($show.Screen.Lines[2] -match ' 0 +-?0\.\d{8}$') { $exchange.Step(1) }
            Get-KanaTrade 14 -Side Buy -Endpoint $exchange.WebSocketUri | Where-Object TransactionVersion -NotIn $before | ForEach-Object { $value += $_.Price * $_.Size }
            $value -gt 0 -and $show.Screen.Lines[2] -match "^APT-USD .* $($value.ToString('0')) +-?0\.\d{8}$"
        }
        Stop-Show $show
    }

    It 'shows no colour where plain text is asked for' {
        $PSStyle.OutputRendering = 'PlainText'
        try {
            $show = Start-Table
            Wait-Picture $show $allLive | Out-Null
            $show.Screen.Styles | Should -Be 0
            Stop-Show $show
        }
        finally {
            $PSStyle.OutputRendering = 'Host'
        }
    }

    It 'closes its connections at once when it ends' {
        Wait-ConnectionCount $exchange 0 | Out-Null
        $show = Start-Table
        Wait-Picture $show $allLive | Out-Null
        $exchange.ConnectionCount | Should -Be 9 -Because 'there are four books, four lists of trades and the funding rates'
        $show.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(2000) | Should -BeTrue
        Assert-GivenBack $show
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $show
    }

    It 'goes on without one market, and ends when no book is left' {
        $show = Start-Table @{ MarketId = 14, 15 }
        Wait-Picture $show $allLive | Out-Null
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Topic -eq 'orderbook' -and $_.Key -eq 14 } | Disconnect-KanaConnection
        (Wait-Picture $show '(?m)^APT-USD .* closed$') -match '^books 1 of 2 closed' | Should -Not -BeNullOrEmpty
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Topic -EQ orderbook | Disconnect-KanaConnection
        Wait-End $show
        $show.Screen.IsAlternate | Should -BeFalse
        "$($show.Streams.Warning)" | Should -Match 'BTC-USD order book: .*closed on request'
        Remove-Watcher $show
    }

    It 'needs a screen' {
        $show = Start-Watcher { param($Endpoint) Show-KanaMarket -Endpoint $Endpoint } @{ Endpoint = $exchange.WebSocketUri }
        Wait-End $show
        $show.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'KanaNoScreen,KanaPerps.PowerShell.ShowKanaMarketCommand'
        Remove-Watcher $show
    }
}

Describe 'Markets whose connections are lost while the picture shows' {
    It 'are marked with their state, and the news names the feed; a volume that may lack trades is marked too' {
        $show = Start-Table @{ MarketId = 14 } -Width 100
        Wait-Picture $show $allLive | Out-Null
        $exchange.CloseConnections(1012, 'restart')
        $exchange.Step(2000)
        Wait-Picture $show '(?m)^APT-USD .* ≥\d+ ' | Out-Null
        Wait-Picture $show '(?s)\d\d:\d\d:\d\d APT-USD trades: .*may\s+be\s+missing' | Out-Null
        Stop-Show $show
    }

    It 'keep their last values while the venue does not answer' {
        $mortal = Start-TestExchange
        $show = Start-Table @{ Endpoint = $mortal.WebSocketUri } -Width 80
        Wait-Picture $show $allLive | Out-Null
        $mortal.Dispose()
        Wait-Picture $show '(?m)^APT-USD +\d+\.\d{4} .*(backoff|connecting) \d+ s$' | Out-Null
        Stop-Show $show
    }
}
