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

    It 'gives topics that nobody documented: <_>' -ForEach 'best_price' {
        $messages = Invoke-Moving $exchange { Watch-KanaTopic $_ -MarketId 14, 15 @venue -MaxEvents 8 }
        $messages.Key | Sort-Object -Unique | Should -Be '14', '15'
        ($messages[0].Text | ConvertFrom-Json).data[0].best_bid_price | Should -Not -BeNullOrEmpty
    }

    It 'takes a profile address for a topic of accounts' {
        $message = Watch-KanaTopic deposit_withdraw_history -ProfileAddress 0x1d @venue -MaxEvents 1
        $message.Key | Should -Be ('0x' + '1d'.PadLeft(64, '0'))
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

    It 'takes objects with a MarketId or an Address from the pipeline' {
        $fromMarket = Get-KanaMarket APT-USD, BTC-USD | Watch-KanaTopic best_price @venue -MaxEvents 2
        $fromMarket.Key | Sort-Object | Should -Be '14', '15'
        $fromAddress = [pscustomobject]@{ Address = '0x1d' } | Watch-KanaTopic positions @venue -MaxEvents 1
        $fromAddress.Topic | Should -Be 'positions'
    }
}
