# The markets, from the table and from the venue, and the profile addresses of wallets.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaMarket' {
    It 'knows the four markets of <Network>' -ForEach @(
        @{ Network = 'Mainnet'; Ids = 14, 15, 16, 31 }
        @{ Network = 'Testnet'; Ids = 1338, 1339, 1340, 2387 }
        @{ Network = 'Simulator'; Ids = 14, 15, 16, 31 }
    ) {
        $markets = Get-KanaMarket -Network $Network
        $markets | Should -BeOfType KanaPerps.Market
        $markets.Symbol | Should -BeExactly 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD'
        $markets.MarketId | Should -BeExactly $Ids
        $markets.Network | Sort-Object -Unique | Should -Be $Network
        $markets.PriceDecimals | Should -Be 3, 0, 1, 2
        $markets.TickSize | Should -Be 0.001d, 1d, 0.1d, 0.01d
        $markets.LotSize | Should -Be 0.001d, 0.00001d, 0.0001d, 0.001d
        $markets.RawLotSize | Should -Be 100000, 1000, 10000, 100000
        $markets.BaseName | Should -BeExactly 'APT/USDC', 'BTC/USDC', 'ETH/USDC', 'SOL/USDC'
        $markets.MaxLeverage | Should -Be 20, 20, 20, 20
        $markets.MinSize | Should -Be $null, $null, $null, $null
    }

    It 'starts no simulator when it only reads the table' {
        $before = @(Get-KanaSimulator).Count
        Get-KanaMarket -Network Simulator | Out-Null
        @(Get-KanaSimulator) | Should -HaveCount $before
    }

    It 'finds <Symbol>' -ForEach @(
        @{ Symbol = 'APT-USD'; Ids = 14 }
        @{ Symbol = 'apt*'; Ids = 14 }
        @{ Symbol = 'APT/USDC'; Ids = 14 }
        @{ Symbol = 'apt-usdc'; Ids = 14 }
        @{ Symbol = 'apt'; Ids = 14 }
        @{ Symbol = 'BTC'; Ids = 15 }
        @{ Symbol = '*T*'; Ids = 14, 15, 16 }
        @{ Symbol = '[es]*'; Ids = 16, 31 }
    ) {
        (Get-KanaMarket $Symbol).MarketId | Should -Be $Ids
    }

    It 'finds a market by its id' {
        (Get-KanaMarket -MarketId 15, 31).Symbol | Should -Be 'BTC-USD', 'SOL-USD'
        (Get-KanaMarket 14).Symbol | Should -Be 'APT-USD'
        (14, '15', 'SOL*' | Get-KanaMarket).Symbol | Should -Be 'APT-USD', 'BTC-USD', 'SOL-USD'
    }

    It 'asks the venue with -Live, which says more than the table' {
        $markets = Get-KanaMarket -Live @venue
        $markets.MarketId | Should -Be 14, 15, 16, 31
        $markets | ForEach-Object { $_.MaxLeverage | Should -Be 20 }
        $markets[0].MarketAddress | Should -Match '^0x[0-9a-f]+$'
        $markets[0].ReceivedAt.Offset | Should -Be ([timespan]::Zero)
        $markets[0].LotSize | Should -Be (Get-KanaMarket APT-USD).LotSize
    }

    It 'asks the venue for one market by its id' {
        $market = Get-KanaMarket -MarketId 16 -Live @venue
        $market.MarketId | Should -Be 16
        $market.Symbol | Should -Be 'ETH-USD'
        $market.MaintenanceMargin | Should -BeGreaterThan 0
    }

    It 'chooses by symbol among what the venue says' {
        (Get-KanaMarket B*, SOL-USD -Live @venue).MarketId | Should -Be 15, 31
    }
}

Describe 'Get-KanaProfileAddress' {
    It 'gives the profile address of a wallet, with what it was asked for' {
        $profiles = Get-KanaProfileAddress 0xABC @venue
        $profiles | Should -BeOfType KanaPerps.Profile
        $profiles.ProfileAddress | Should -Match '^0x[0-9a-f]{1,64}$'
        $profiles.Wallet | Should -Be ('0x' + 'abc'.PadLeft(64, '0'))
        $profiles.Network | Should -Be $exchange.WebSocketUri -Because 'a deployment without a name goes by its address'
    }

    It 'gives the same profile for the same wallet, and another for another' {
        $all = '0x1', '0x01', '0x2' | Get-KanaProfileAddress @venue
        $all[0].ProfileAddress | Should -Be $all[1].ProfileAddress
        $all[2].ProfileAddress | Should -Not -Be $all[0].ProfileAddress
    }

    It 'asks the venue once a process for each wallet' {
        $server = Start-ScriptedServer
        $server.Reply('/getProfileAddress', '200 OK', '{"success":true,"message":"ok","data":"0x77"}')
        try {
            $first = Get-KanaProfileAddress 0x5 -Endpoint $server.WebSocketUri
            $again = Get-KanaProfileAddress 0x0005 -Endpoint $server.WebSocketUri
            $again.ProfileAddress | Should -Be ('0x' + '77'.PadLeft(64, '0'))
            $again.ReceivedAt | Should -Be $first.ReceivedAt
            $server.Requests | Should -HaveCount 1
            $server.Requests[0] | Should -Match '^GET /getProfileAddress\?userAddress=0x5 '
        }
        finally { $server.Dispose() }
    }

    It 'reads well in a string: it is the address' {
        $found = Get-KanaProfileAddress 0xabc @venue
        "$found" | Should -BeExactly $found.ProfileAddress
    }
}
