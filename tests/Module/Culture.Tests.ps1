# Other cultures, strict scripts, and venues that send more than text.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(60)
}

AfterAll {
    $exchange.Dispose()
}

Describe 'A culture with decimal commas' {
    It 'changes no value and no text of an object' {
        $plain = Get-KanaOrderBook 14 @venue
        Use-TestCulture 'de-DE' {
            [cultureinfo]::CurrentCulture.NumberFormat.NumberDecimalSeparator | Should -Be ','
            $book = Get-KanaOrderBook 14 @venue
            $book.BestBid | Should -Be $plain.BestBid
            "$book" | Should -BeExactly "$plain"
            "$book" | Should -Not -Match ','
            "$($book.Levels[0])" | Should -Not -Match ','
        }
    }

    It 'takes market ids and time limits as ever' {
        Use-TestCulture 'de-DE' {
            ('14' | Get-KanaOrderBook @venue).Symbol | Should -Be 'APT-USD'
            $result = Invoke-Caught { Get-KanaOrderBook 999 -Endpoint $exchange.WebSocketUri -TimeoutSec 0.2 }
            "$($result.Errors[0])" | Should -Match 'no data for 0\.2 s'
        }
    }

    It 'writes a CSV that is read back with the same numbers in that culture' {
        Use-TestCulture 'de-DE' {
            $trades = Get-KanaTrade 14 @venue
            $trades | Export-Csv TestDrive:/de.csv
            $rows = Import-Csv TestDrive:/de.csv
            [decimal]::Parse($rows[0].Price) | Should -Be $trades[0].Price
            [datetimeoffset]::Parse($rows[0].Timestamp) | Should -Be $trades[0].Timestamp
        }
    }
}

Describe 'A culture with a dotless i' {
    It 'finds symbols, networks and addresses in any case' {
        Use-TestCulture 'tr-TR' {
            'simulator'.ToUpper() | Should -Not -BeExactly 'SIMULATOR'
            (Get-KanaMarket -Network MAINNET btc-usd).MarketId | Should -Be 15
            (Get-KanaMarket -Network simulator APT*).Network | Should -Be 'Simulator'
            (TabExpansion2 -inputScript 'Get-KanaMarket -Network SI' -cursorColumn 26).CompletionMatches.CompletionText | Should -Be 'Simulator'
            (Get-KanaOrderBook SOL-usd @venue).MarketId | Should -Be 31
        }
    }
}

Describe 'Strict mode' {
    It 'finds every property of every object, also those without a value' {
        $watcher = Start-Watcher {
            param($Endpoint)
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            $book = Get-KanaOrderBook 14 -Endpoint $Endpoint
            $trade = (Get-KanaTrade 14 -Endpoint $Endpoint)[0]
            $market = Get-KanaMarket APT-USD
            "$($book.LastUpdated) $($trade.EntryPrice) $($trade.OrderId) $($market.BaseName) $($market.ReceivedAt)"
            (Get-KanaConnection)[0].LastLoss
            Get-KanaTransfer -WalletAddress 0x3 -Endpoint $Endpoint | ForEach-Object Amount
            'no complaint'
        } @{ Endpoint = $exchange.WebSocketUri }
        Wait-End $watcher
        "$($watcher.Streams.Error)" | Should -BeNullOrEmpty
        $watcher.Output[-1] | Should -Be 'no complaint'
        Remove-Watcher $watcher
    }
}

Describe 'Text from the venue that steers terminals' {
    BeforeAll {
        $escape = [char] 27
        $bidi = [char] 0x202E
        $evil = '\u001b[31mred\u202egnp\u0007'
        $safe = '\\u001B\[31mred\\u202Egnp\\u0007'
        function Assert-Harmless($Text) {
            "$Text" | Should -Match $safe
            "$Text".IndexOf($escape) | Should -Be -1
            "$Text".IndexOf($bidi) | Should -Be -1
        }
    }

    It 'is escaped in a row, in the table and in a CSV' {
        $server = Start-ScriptedServer ('{"data":[{"address":"0x1","market_id":"14","order_type":1,"status":"' + $evil + '","price":"1","size":"1","order_value":"1","leverage":1,"order_id":"7","trade_id":"8","is_market_order":false,"timestamp":1748390400,"last_updated":1748390400}],"message":"order_history"}')
        $order = Get-KanaOrderHistory 0x1 -Endpoint $server.WebSocketUri -TimeoutSec 20
        Assert-Harmless $order.Status
        Assert-Harmless ($order | ConvertTo-Csv | Out-String)
        Assert-Harmless ($order | Format-List | Out-String)
        $server.Dispose()
    }

    It 'is escaped in the raw text of a topic, which stays the same JSON' {
        $server = Start-ScriptedServer "{`"data`":[{`"note`":`"a$escape[31m$bidi`"}],`"message`":`"x`"}"
        $message = Watch-KanaTopic x -Endpoint $server.WebSocketUri -MaxEvents 1 -TimeoutSec 20
        $message.Text.IndexOf($escape) | Should -Be -1
        ($message.Text | ConvertFrom-Json).data[0].note | Should -BeExactly "a$escape[31m$bidi"
        $server.Dispose()
    }

    It 'is escaped in a warning about a bad message' {
        $server = Start-ScriptedServer "no JSON $escape[31mred${bidi}gnp$([char] 7)"
        Watch-KanaOrderBook 14 -Endpoint $server.WebSocketUri -TimeoutSec 0.5 -WarningVariable warnings -WarningAction SilentlyContinue
        Assert-Harmless $warnings[0]
        $server.Dispose()
    }

    It 'is escaped in an error of a REST call' {
        $server = Start-ScriptedServer
        $server.Reply('/getProfileAddress', '404 Not Found', '{"success":false,"message":"' + $evil + '"}')
        $result = Invoke-Caught { Get-KanaProfileAddress 0x4 -Endpoint $server.WebSocketUri }
        Assert-Harmless $result.Errors[0]
        Assert-Harmless $result.Errors[0].Exception.Message
        $server.Reply('/getProfileAddress', '500 Oops', "plain $escape[31mred${bidi}gnp$([char] 7)")
        Assert-Harmless (Invoke-Caught { Get-KanaProfileAddress 0x4 -Endpoint $server.WebSocketUri }).Errors[0]
        $server.Dispose()
    }

    It 'is escaped in a verbose line, in a warning with a close reason, and in a connection' {
        $own = Start-TestExchange
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -TimeoutSec 60 -Verbose } @{ Endpoint = $own.WebSocketUri }
        Wait-Output $watcher 1 | Out-Null
        $own.CloseConnections(4001, "$escape[31mred${bidi}gnp$([char] 7)")
        Wait-Until { $watcher.Streams.Warning.Message -match 'reconnected after' } -Because 'the feed reconnects'
        Assert-Harmless $watcher.Streams.Warning[0]
        Assert-Harmless (Get-ConnectionTo $own.WebSocketUri).LastLossReason
        "$($watcher.Streams.Verbose)".IndexOf($escape) | Should -Be -1
        Remove-Watcher $watcher
        $own.Dispose()
    }

    It 'is escaped in a market, and can not become a completion' {
        $server = Start-ScriptedServer
        $server.Reply('/getPerpetualAssetsInfo/allMarkets', '200 OK', '{"success":true,"data":[{"market_id":"991","base_name":"' + $evil + '","lot_size":"1","tick_size":"1"}]}')
        $market = Get-KanaMarket -Live -Endpoint $server.WebSocketUri
        Assert-Harmless $market.BaseName
        Assert-Harmless $market.Symbol
        Assert-Harmless ($market | Format-Table -AutoSize | Out-String -Width 200)
        $line = 'Get-KanaOrderBook -Symbol '
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD'
        $server.Dispose()
    }
}

Describe 'Text from the venue that a spreadsheet would run' {
    It 'is kept as it is in an object, and made harmless by the recipe of the README' {
        $recipe = [regex]::Match((Get-Content -Raw (Join-Path $PSScriptRoot '../../docs/en-US/about_KanaAutomation.md')), '(?ms)^filter Protect-Cell \{.*?^\}').Value
        . ([scriptblock]::Create($recipe))
        foreach ($formula in '=cmd|calc', '+1', '-2+3', '@SUM(A1)', ' =1', '\t=1') {
            $server = Start-ScriptedServer ('{"data":[{"address":"0x1","market_id":"14","order_type":1,"status":"' + $formula + '","price":"1.5","size":"-2","order_value":"1","leverage":1,"order_id":"7","trade_id":"8","is_market_order":false,"timestamp":1748390400,"last_updated":1748390400}],"message":"order_history"}')
            $order = Get-KanaOrderHistory 0x1 -Endpoint $server.WebSocketUri -TimeoutSec 20
            $cells = $order | Protect-Cell | ConvertTo-Csv | ConvertFrom-Csv
            $cells.Status | Should -BeExactly ($formula -match '^\\t' ? $order.Status : "'$($order.Status)")
            $cells.Status | Should -Match "^['\\\\]"
            $cells.Price, $cells.Size | Should -Be '1.5', '-2' -Because 'numbers are numbers'
            $cells.PSObject.Properties.Name | Should -Be $order.PSObject.Properties.Name
            $server.Dispose()
        }
    }
}
