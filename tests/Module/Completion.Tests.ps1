# What the Tab key offers.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    function Get-Completion([string] $Line) {
        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
    }
}

Describe 'The Tab key' {
    It 'offers after "<Line>": <Offers>' -ForEach @(
        @{ Line = 'Watch-KanaOrderBook -Symbol '; Offers = 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol b'; Offers = 'BTC-USD' }
        @{ Line = "Get-KanaTrade -Symbol 'e"; Offers = 'ETH-USD' }
        @{ Line = 'Get-KanaMarket -Symbol s'; Offers = 'SOL-USD' }
        @{ Line = 'Get-KanaOrderBook -MarketId '; Offers = '14', '15', '16', '31' }
        @{ Line = 'Get-KanaOrderBook -MarketId 3'; Offers = '31' }
        @{ Line = 'Get-KanaOrderBook -Network Testnet -MarketId '; Offers = '1338', '1339', '1340', '2387' }
        @{ Line = 'Get-KanaFundingRate -Network '; Offers = 'Mainnet', 'Testnet', 'Simulator' }
        @{ Line = 'Get-KanaFundingRate -Network s'; Offers = 'Simulator' }
        @{ Line = 'Watch-KanaTopic -Topic live_'; Offers = 'live_funding_rate', 'live_order_history', 'live_trade_history' }
        @{ Line = 'Watch-KanaTopic '; Offers = 'positions', 'orderbook', 'best_price' }
        @{ Line = 'Start-KanaSimulator -Encoding '; Offers = 'Current', 'Early' }
    ) {
        $found = Get-Completion $Line
        $texts = $found.CompletionText | ForEach-Object { $_.Trim("'") }
        if ($Line -eq 'Watch-KanaTopic ') { $Offers | ForEach-Object { $_ | Should -BeIn $texts } }
        else { $texts | Sort-Object | Should -Be ($Offers | Sort-Object) }
    }

    It 'says with <Line> what "<Text>" is: <ToolTip>' -ForEach @(
        @{ Line = 'Watch-KanaOrderBook -Symbol a'; Text = 'APT-USD'; ToolTip = 'market 14 on Mainnet' }
        @{ Line = 'Watch-KanaOrderBook -Network Testnet -MarketId 1340'; Text = '1340'; ToolTip = 'ETH-USD on Testnet' }
        @{ Line = 'Watch-KanaOrderBook -Network t'; Text = 'Testnet'; ToolTip = 'test deployment' }
        @{ Line = 'Watch-KanaTopic -Topic pos'; Text = 'positions'; ToolTip = 'profile address' }
        @{ Line = 'Watch-KanaTopic -Topic best'; Text = 'best_price'; ToolTip = 'Undocumented' }
    ) {
        $found = @(Get-Completion $Line)
        $found | Should -HaveCount 1
        $found[0].CompletionText | Should -Be $Text
        $found[0].ToolTip | Should -Match $ToolTip
    }

    It 'knows the network of the environment variable' {
        $env:KANA_NETWORK = 'Testnet'
        try { (Get-Completion 'Get-KanaOrderBook -MarketId ').CompletionText | Should -Contain '1338' } finally { $env:KANA_NETWORK = $null }
    }

    It 'stays silent about a network that there is none of' {
        { Get-Completion 'Get-KanaOrderBook -Network Nirvana -MarketId ' } | Should -Not -Throw
    }

    It 'offers the ids of the connections there are, and says which' {
        $exchange = Start-TestExchange -Paused
        Get-KanaOrderBook 14 -Endpoint $exchange.WebSocketUri -TimeoutSec 20 | Out-Null
        $id = (Get-ConnectionTo $exchange.WebSocketUri).Id
        foreach ($line in 'Disconnect-KanaConnection ', 'Get-KanaConnection -Id ') {
            $offered = Get-Completion $line | Where-Object CompletionText -EQ $id
            $offered.ToolTip | Should -Match 'orderbook APT-USD Live'
        }
        $exchange.Dispose()
    }

    It 'starts no simulator and dials nobody' {
        $before = @(Get-KanaSimulator).Count
        Get-Completion 'Get-KanaOrderBook -Network Simulator -MarketId ' | Out-Null
        @(Get-KanaSimulator) | Should -HaveCount $before
    }
}
