# What the cmdlets take from the pipeline and by position: values, rows of others, and their own objects.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    # Speaks the ids of both networks.
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'A market from the pipeline' {
    It 'may be <What>' -ForEach @(
        @{ What = 'ids as numbers'; Value = 14, 15; Ids = 14, 15 }
        @{ What = 'ids as text'; Value = '14', '15'; Ids = 14, 15 }
        @{ What = 'long ids'; Value = [long] 14, [long] 31; Ids = 14, 31 }
        @{ What = 'ids of any whole type'; Value = [uint64] 14, [bigint] 15, [double] 16, [sbyte] 31, 14d; Ids = 14, 15, 16, 31 }
        @{ What = 'ids with leading zeros'; Value = '014', '0015'; Ids = 14, 15 }
        @{ What = 'symbols'; Value = 'APT-USD', 'eth-usd'; Ids = 14, 16 }
        @{ What = 'symbols with wildcards'; Value = @('*T*'); Ids = 14, 15, 16 }
        @{ What = 'ids and symbols mixed'; Value = 14, 'SOL-USD'; Ids = 14, 31 }
    ) {
        ($Value | Get-KanaOrderBook @venue).MarketId | Sort-Object | Should -BeExactly $Ids
    }

    It 'may be what Get-KanaMarket gives' {
        (Get-KanaMarket APT*, BTC* | Get-KanaOrderBook @venue).Symbol | Sort-Object | Should -Be 'APT-USD', 'BTC-USD'
    }

    It 'keeps the id of its own network: MarketId wins over Symbol' {
        $testnet = Start-TestExchange -Paused -Network Testnet
        $there = @{ Endpoint = $testnet.WebSocketUri; TimeoutSec = 20 }
        $markets = Get-KanaMarket -Network Testnet APT-USD, SOL-USD
        ($markets | Get-KanaOrderBook @there).MarketId | Sort-Object | Should -Be 1338, 2387
        ([pscustomobject]@{ MarketId = '1338'; Symbol = 'APT-USD' } | Get-KanaOrderBook @there).MarketId | Should -Be 1338
        ([pscustomobject]@{ Symbol = 'APT-USD'; MarketId = 1338 } | Get-KanaTrade @there).MarketId | Sort-Object -Unique | Should -Be 1338
        ([pscustomobject]@{ Symbol = 'APT-USD'; MarketId = '1340' } | Get-KanaMarket -Network Testnet).Symbol | Should -Be 'ETH-USD'
        $testnet.Dispose()
    }

    It 'may be a position, an order, a fill or a book' {
        $position = Get-KanaPosition -WalletAddress 0x2a @venue | Select-Object -First 1
        ($position | Get-KanaOrderBook @venue).MarketId | Should -Be $position.MarketId
        (Get-KanaFill -WalletAddress 0x2a @venue | Select-Object -First 1 | Get-KanaTrade @venue)[0].MarketId | Should -BeIn 14, 15, 16, 31
        (Get-KanaOrderBook 16 @venue | Get-KanaFundingRate @venue).MarketId | Should -Be 16
    }

    It 'may be a row of a CSV' {
        "MarketId,Symbol,Note`n16,BTC-USD,keep`n14,,drop" | ConvertFrom-Csv | Get-KanaOrderBook @venue | ForEach-Object MarketId | Sort-Object | Should -Be 14, 16
        "Symbol`nAPT-USD`nBTC-USD" | ConvertFrom-Csv | Get-KanaOrderBook @venue | ForEach-Object MarketId | Sort-Object | Should -Be 14, 15
    }

    It 'counts once when it is named twice' {
        14, '14', 'APT-USD' | Get-KanaOrderBook @venue | Should -HaveCount 1
    }

    It 'brings its own network along: a market of the simulator is watched there' {
        Stop-KanaSimulator
        try {
            (Get-KanaMarket ETH* -Network Simulator | Get-KanaOrderBook -TimeoutSec 20).MarketId | Should -Be 16
            (Get-KanaSimulator).TotalConnections | Should -Be 1
        }
        finally { Stop-KanaSimulator }
    }

    It 'is not guessed from an object that is none: <What>' -ForEach @(
        @{ What = 'a process'; Value = { Get-Process -Id $PID } }
        @{ What = 'a date'; Value = { Get-Date } }
    ) {
        $result = Invoke-Caught { & $Value | Get-KanaOrderBook @venue }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
    }
}

Describe 'A market by position' {
    It '<Argument> is <Symbol>' -ForEach @(
        @{ Argument = 14; Symbol = 'APT-USD' }
        @{ Argument = '14'; Symbol = 'APT-USD' }
        @{ Argument = 'APT*'; Symbol = 'APT-USD' }
        @{ Argument = 'btc/usdc'; Symbol = 'BTC-USD' }
        @{ Argument = 16; Symbol = 'ETH-USD' }
    ) {
        (Get-KanaOrderBook $Argument @venue).Symbol | Should -Be $Symbol
        (Get-KanaTrade $Argument @venue)[0].Symbol | Should -Be $Symbol
        (Get-KanaFundingRate $Argument @venue).Symbol | Should -BeIn $Symbol, $null
    }

    It 'may be several of one kind' {
        (Get-KanaOrderBook -Symbol 014 @venue).MarketId | Should -Be (Get-KanaOrderBook -MarketId 014 @venue).MarketId
        (Get-KanaOrderBook 14, 15 @venue).Symbol | Sort-Object | Should -Be 'APT-USD', 'BTC-USD'
        (Get-KanaOrderBook APT-USD, SOL-USD @venue).Symbol | Sort-Object | Should -Be 'APT-USD', 'SOL-USD'
    }
}

Describe 'An address from the pipeline' {
    It 'may be a text, a profile, or a row with an address' {
        $wallet = Get-KanaProfileAddress 0xabc @venue
        $row = ($wallet | Get-KanaTransfer @venue)[0]
        ($wallet.ProfileAddress | Get-KanaTransfer @venue)[0].Amount | Should -Be $row.Amount
        $row.Address | Should -Be $wallet.ProfileAddress
        ($row | Get-KanaTransfer @venue)[0].Address | Should -Be $wallet.ProfileAddress
        ([pscustomobject]@{ ProfileAddress = $wallet.ProfileAddress } | Get-KanaTransfer @venue)[0].Amount | Should -Be $row.Amount
        ("Address`n$($wallet.ProfileAddress)" | ConvertFrom-Csv | Get-KanaTransfer @venue)[0].Amount | Should -Be $row.Amount
    }

    It 'may be a wallet: the profile address is looked up' {
        $profile = Get-KanaProfileAddress 0xabc @venue
        (Get-KanaTransfer -WalletAddress 0xabc @venue)[0].Address | Should -Be $profile.ProfileAddress
        ([pscustomobject]@{ UserAddress = '0xabc' } | Get-KanaTransfer @venue)[0].Address | Should -Be $profile.ProfileAddress
        ([pscustomobject]@{ WalletAddress = '0xabc' } | Watch-KanaTransfer @venue -MaxEvents 1).Address | Should -Be $profile.ProfileAddress
    }

    It 'is the wallet that a profile or a balance came from, also when it comes back from a file or a job' {
        $found = Get-KanaProfileAddress 0xabc @venue
        $balance = Get-KanaBalance 0xabc -Kind Wallet @venue
        foreach ($copy in { $args[0] }, { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($args[0])) }) {
            (& $copy $found | Get-KanaProfileAddress @venue).ProfileAddress | Should -Be $found.ProfileAddress
            (& $copy $found | Get-KanaBalance -Kind Net @venue).WalletAddress | Should -Be $found.Wallet
            (& $copy $found | Get-KanaTransfer @venue)[0].Address | Should -Be $found.ProfileAddress
            (& $copy $balance | Get-KanaTransfer @venue)[0].Address | Should -Be $found.ProfileAddress
            (Get-KanaTransfer (& $copy $found) @venue)[0].Address | Should -Be $found.ProfileAddress
            (Get-KanaProfileAddress (& $copy $found) @venue).ProfileAddress | Should -Be $found.ProfileAddress
        }
    }

    It 'is not guessed from an object that has none: <What>' -ForEach @(
        @{ What = 'a market'; Value = { Get-KanaMarket APT-USD } }
        @{ What = 'a message'; Value = { Watch-KanaTopic live_funding_rate @venue -MaxEvents 1 } }
        @{ What = 'a process'; Value = { Get-Process -Id $PID } }
    ) {
        foreach ($command in 'Get-KanaPosition', 'Watch-KanaFill', 'Get-KanaProfileAddress') {
            $result = Invoke-Caught { & $Value | & $command @venue }
            $result.Output | Should -BeNullOrEmpty
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObject*,*'
        }
    }

    It 'goes from Get-KanaProfileAddress into Watch-' {
        $watched = Get-KanaProfileAddress 0xabc @venue | ForEach-Object { Invoke-Moving $exchange { $_ | Watch-KanaPosition @venue -MaxEvents 2 } }
        $watched | Should -HaveCount 2
        $watched | Should -BeOfType KanaPerps.Position
    }
}

Describe 'An order from the pipeline' {
    It 'is asked for by its property OrderId, or by a text or a number' {
        $server = Start-ScriptedServer
        $server.Reply('/fetchOrderStatusById', '404 Not Found', '')
        foreach ($order in [pscustomobject]@{ OrderId = '17'; Symbol = 'APT-USD'; Size = 2 }, '17', 17) {
            (Invoke-Caught { $order | Get-KanaOrder -MarketId 14 -Endpoint $server.WebSocketUri }).Errors[0].TargetObject | Should -Be '17'
        }
        $server.Dispose()
    }

    It 'is not guessed from an object that has none, and nothing is asked' {
        $server = Start-ScriptedServer
        foreach ($object in (Get-KanaMarket APT-USD), (Get-Date), (Get-Process -Id $PID)) {
            $result = Invoke-Caught { $object | Get-KanaOrder -MarketId 14 -Endpoint $server.WebSocketUri }
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InputObject*,*'
        }
        $server.Requests | Should -BeNullOrEmpty
        $server.Dispose()
    }
}

Describe 'An object that is piped to another command' {
    It 'is looked for where it came from, not on mainnet' {
        $book = Get-KanaOrderBook 14 @venue
        $book.Network | Should -Be $exchange.WebSocketUri
        ($book | Get-KanaTrade -TimeoutSec 20).Network | Sort-Object -Unique | Should -Be $exchange.WebSocketUri
        $book.Levels[0].Network | Should -Be $exchange.WebSocketUri
    }

    It 'brings its deployment along from REST too' {
        $profile = Get-KanaProfileAddress 0x77 -Endpoint $exchange.RestUri
        $profile | Watch-KanaTopic positions -MaxEvents 1 -TimeoutSec 20 | ForEach-Object Network | Should -Be $exchange.WebSocketUri
    }

    It 'may still be sent elsewhere in so many words' {
        $result = Invoke-Caught { Get-KanaOrderBook 14 @venue | Get-KanaTrade -Network Nowhere }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaUnknownNetwork,*'
    }
}
