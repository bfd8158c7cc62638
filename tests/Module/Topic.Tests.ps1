# Any topic by its name, as text: the way to what has no model.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Watch-KanaTopic' {
    It 'gives the text of each message with the time of its receipt' {
        $message = Watch-KanaTopic orderbook -MarketId 14 @venue -MaxEvents 1
        $message | Should -BeOfType KanaPerps.TopicMessage
        $message.Topic | Should -BeExactly 'orderbook'
        $message.Key | Should -BeExactly '14'
        ($message.Text | ConvertFrom-Json).message | Should -Be 'orderbook'
        $message.ReceivedAt.Offset | Should -Be ([timespan]::Zero)
        ([datetimeoffset]::UtcNow - $message.ReceivedAt).TotalMinutes | Should -BeLessThan 5
    }

    It 'gives undocumented topics: <_>' -ForEach 'best_price' {
        $messages = Invoke-Moving $exchange { Watch-KanaTopic $_ -MarketId 14, 15 @venue -MaxEvents 8 }
        $messages.Key | Sort-Object -Unique | Should -Be '14', '15'
        ($messages[0].Text | ConvertFrom-Json).data[0].best_bid_price | Should -Not -BeNullOrEmpty
    }

    It 'takes a profile address for a topic of accounts' {
        $message = Watch-KanaTopic deposit_withdraw_history -ProfileAddress (Get-TestProfile 0x1d) @venue -MaxEvents 1
        $message.Key | Should -Be (Get-TestProfile 0x1d)
    }

    It 'takes no key for a topic of the whole venue' {
        $message = Watch-KanaTopic live_funding_rate @venue -MaxEvents 1
        $message.Key | Should -BeNullOrEmpty
        ($message.Text | ConvertFrom-Json).data | Should -HaveCount 4
    }

    It 'shares no feed with the models, so that both can be watched at once' {
        Get-KanaOrderBook 16 @venue | Out-Null
        Watch-KanaTopic orderbook -MarketId 16 @venue -MaxEvents 1 | Should -BeOfType KanaPerps.TopicMessage
        Get-KanaOrderBook 16 @venue | Should -BeOfType KanaPerps.OrderBook
    }

    It 'takes connections and messages from the pipeline, whatever they were asked for by' {
        Get-KanaTrade 15 @venue | Out-Null
        Get-KanaTransfer (Get-TestProfile 0x1d) @venue | Out-Null
        Get-KanaFundingRate @venue | Out-Null
        $connections = Get-ConnectionTo $exchange.WebSocketUri
        $trades = $connections | Where-Object Topic -EQ recent_trades | Watch-KanaTopic -MaxEvents 1 -TimeoutSec 20
        $trades.Topic, $trades.Key | Should -Be 'recent_trades', '15'
        $transfers = $connections | Where-Object Topic -EQ deposit_withdraw_history | Watch-KanaTopic -MaxEvents 1 -TimeoutSec 20
        $transfers.Key | Should -Be (Get-TestProfile 0x1d)
        $rates = $connections | Where-Object Topic -EQ live_funding_rate | Watch-KanaTopic -MaxEvents 1 -TimeoutSec 20
        $rates.Key | Should -BeNullOrEmpty
        ($transfers | Watch-KanaTopic -MaxEvents 1 -TimeoutSec 20).Key | Should -Be $transfers.Key
        ($trades | Get-KanaOrderBook -TimeoutSec 20).MarketId | Should -Be 15
        (Invoke-Caught { $transfers | Get-KanaOrderBook -TimeoutSec 20 }).Errors[0].FullyQualifiedErrorId | Should -Match '^(InputObject|Parameter)'
    }

    It 'goes on with the topic that came first' {
        $asked = [pscustomobject]@{ Topic = 'orderbook'; Key = '14' }, [pscustomobject]@{ Topic = 'positions'; Key = '0x1' }, [pscustomobject]@{ Topic = 'orderbook'; Key = '15' }
        $result = Invoke-Caught { $asked | Watch-KanaTopic @venue -MaxEvents 2 }
        $result.Output.Key | Sort-Object | Should -Be '14', '15'
        $result.Errors.TargetObject | Should -Be 'positions'
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaOneTopicOnly,*'
    }

    It 'is silent for a wallet in the place of a profile and for what no venue has, and says so: <_.Topic>' -ForEach @(
        @{ Topic = 'positions'; By = @{ ProfileAddress = '0x5a11ce' } }
        @{ Topic = 'trade_history'; By = @{ ProfileAddress = '0x5a11ce' } }
        @{ Topic = 'orderbook'; By = @{ MarketId = '1338' } }
        @{ Topic = 'candles'; By = @{ MarketId = '14' } }
    ) {
        $by = $_.By
        Invoke-Moving $exchange { Watch-KanaTopic $_.Topic @by -Endpoint $exchange.WebSocketUri -TimeoutSec 1 -WarningAction SilentlyContinue } | Should -BeNullOrEmpty
    }

    It 'is guessed from no object that only has a name' {
        $result = Invoke-Caught { Get-Process -Id $PID | Watch-KanaTopic @venue -MaxEvents 1 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObject*'
    }

    It 'goes by the noun of its commands as well, in any case, for every topic that has some' {
        $nouns = (Get-Command Watch-Kana* -Module KanaPerps).Noun -replace '^Kana' | Where-Object { $_ -notin 'Topic', 'Account', 'Risk' }
        $nouns.Count | Should -BeGreaterThan 7
        foreach ($noun in $nouns) {
            $of = (Get-Command "Watch-Kana$noun").Parameters.ContainsKey('ProfileAddress') ? @{ WalletAddress = '0x2a' } : $noun -eq 'FundingRate' ? @{} : @{ MarketId = 14 }
            $message = Watch-KanaTopic $noun.ToLowerInvariant() @of @venue -MaxEvents 1 -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            $own = & "Get-Kana$noun" @of @venue | Select-Object -First 1
            $own | Should -Not -BeNullOrEmpty
            ($message.Text | ConvertFrom-Json).message | Should -Be $message.Topic
        }
        (Watch-KanaTopic Trade -MarketId 14 @venue -MaxEvents 1).Topic | Should -Be 'recent_trades'
    }

    It 'takes objects with a MarketId or an Address from the pipeline' {
        $fromMarket = Get-KanaMarket APT-USD, BTC-USD | Watch-KanaTopic best_price @venue -MaxEvents 2
        $fromMarket.Key | Sort-Object | Should -Be '14', '15'
        $fromAddress = [pscustomobject]@{ Address = Get-TestProfile 0x1d } | Watch-KanaTopic positions @venue -MaxEvents 1
        $fromAddress.Topic | Should -Be 'positions'
    }
}
