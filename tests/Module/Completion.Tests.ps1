# What the Tab key offers.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    function Get-Completion([string] $Line) {
        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches
    }
}

Describe 'The Tab key' {
    It 'offers after "<Line>": <Offers>' -ForEach @(
        @{ Line = 'Watch-KanaOrderBook -Symbol '; Offers = 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol b'; Offers = 'BTC-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol us'; Offers = 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol pt'; Offers = 'APT-USD' }
        @{ Line = "Get-KanaTrade -Symbol 'e"; Offers = 'ETH-USD' }
        @{ Line = 'Get-KanaMarket -Symbol s'; Offers = 'SOL-USD' } # The base before the quote.
        @{ Line = 'Get-KanaOrderBook -MarketId '; Offers = '14', '15', '16', '31' }
        @{ Line = 'Get-KanaOrderBook -MarketId 3'; Offers = '31' }
        @{ Line = 'Get-KanaOrderBook -Network Testnet -MarketId '; Offers = '1338', '1339', '1340', '2387' }
        @{ Line = 'Get-KanaFundingRate -Network '; Offers = 'Mainnet', 'Testnet', 'Simulator' }
        @{ Line = 'Get-KanaFundingRate -Network s'; Offers = 'Simulator' }
        @{ Line = 'Watch-KanaTopic -Topic live_'; Offers = 'live_funding_rate', 'live_order_history', 'live_trade_history' }
        @{ Line = 'Watch-KanaTopic -Topic tra'; Offers = 'trade_history', 'Trade', 'Transfer' }
        @{ Line = 'Measure-KanaOrderBook -Side '; Offers = 'Buy', 'Sell' }
        @{ Line = 'Measure-KanaTrade 00:0'; Offers = '00:00:01', '00:01:00', '00:05:00' }
        @{ Line = 'Get-KanaPosition 0x1 | Where-Object Size | Select-KanaAlert le'; Offers = 'Leverage' }
        @{ Line = 'Watch-KanaPosition 0x1 | Select-KanaAlert Leverage -By Sy'; Offers = 'Symbol' }
        @{ Line = 'Register-KanaEvent fi'; Offers = 'Fill' }
        @{ Line = 'Watch-KanaTopic '; Offers = 'positions', 'orderbook', 'live_trade_history' }
        @{ Line = 'Start-KanaSimulator -Encoding '; Offers = 'Current', 'Early' }
        @{ Line = 'Get-KanaPosition -Source '; Offers = 'Rest', 'Stream' }
        @{ Line = 'Get-KanaBalance -Kind '; Offers = 'Apt', 'Net', 'Profile', 'Wallet' }
        @{ Line = 'Get-KanaPrice -Symbol s'; Offers = 'SOL-USD' }
        @{ Line = 'Get-KanaOrder -OrderId 1 -MarketId 3'; Offers = '31' }
        @{ Line = 'Get-KanaFundingHistory -Network Testnet -MarketId 134'; Offers = '1340' }
        @{ Line = 'Watch-KanaOrderBook -Symbol *t*'; Offers = 'APT-USD', 'BTC-USD', 'ETH-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol [ab]'; Offers = 'APT-USD', 'BTC-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol APT-USD,b'; Offers = 'BTC-USD' }
        @{ Line = 'Watch-KanaOrderBook -Symbol APT-USD, s'; Offers = 'SOL-USD' }
        @{ Line = 'Get-KanaOrderBook -Endpoint wss://perpetuals-indexer-ws-develop.kanalabs.io/ws/ -MarketId 2'; Offers = '2387' }
    ) {
        $found = Get-Completion $Line
        $texts = $found.CompletionText | ForEach-Object { $_.Trim("'") }
        if ($Line -eq 'Watch-KanaTopic ') { $Offers | ForEach-Object { $_ | Should -BeIn $texts } }
        else { $texts | Sort-Object | Should -Be ($Offers | Sort-Object) }
    }

    It 'says with <Line> what "<Text>" is: <ToolTip>' -ForEach @(
        @{ Line = 'Watch-KanaOrderBook -Symbol a'; Text = 'APT-USD'; ToolTip = 'APT-USD, market 14 on Mainnet, tick 0\.001, lot 0\.001 APT' }
        @{ Line = 'Watch-KanaOrderBook -Network Testnet -MarketId 1340'; Text = '1340'; ToolTip = 'ETH-USD, market 1340 on Testnet, tick 0\.1, lot 0\.0001 ETH' }
        @{ Line = 'Watch-KanaOrderBook -Network t'; Text = 'Testnet'; ToolTip = 'test deployment' }
        @{ Line = 'Watch-KanaTopic -Topic positions'; Text = 'positions'; ToolTip = 'by account: give -ProfileAddress' }
        @{ Line = 'Watch-KanaTopic -Topic orderh'; Text = 'OrderHistory'; ToolTip = 'The topic order_history; requested by account' }
        @{ Line = 'Watch-KanaTopic -Topic live_t'; Text = 'live_trade_history'; ToolTip = 'Undocumented' }
    ) {
        $found = @(Get-Completion $Line)
        $found | Should -HaveCount 1
        $found[0].CompletionText | Should -Be $Text
        $found[0].ToolTip | Should -Match $ToolTip
    }

    It 'offers by position what either parameter there takes, without an empty result that PSReadLine would break on: "<Line>"' -ForEach @(
        @{ Line = 'Get-KanaOrderBook '; Offers = '14', '15', '16', '31', 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD' }
        @{ Line = 'Get-KanaOrderBook 3'; Offers = '31' }
        @{ Line = 'Get-KanaOrderBook usd'; Offers = 'APT-USD', 'BTC-USD', 'ETH-USD', 'SOL-USD' }
        @{ Line = 'Watch-KanaTrade A'; Offers = 'APT-USD' }
        @{ Line = 'Get-KanaMarket e'; Offers = 'ETH-USD' }
        @{ Line = 'Get-KanaFundingRate s'; Offers = 'SOL-USD' }
        @{ Line = 'Get-KanaPrice pt'; Offers = 'APT-USD' }
        @{ Line = 'Get-KanaOrderBook zz'; Offers = @() }
    ) {
        $found = [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches
        $found.Count | Should -Be $Offers.Count
        $found.CompletionText | Should -Be $Offers
    }

    It 'keeps the quotes of <Line>' -ForEach @(
        @{ Line = "Get-KanaTrade -Symbol 'e"; Text = "'ETH-USD'" }
        @{ Line = "Get-KanaTrade -Symbol 'e'"; Text = "'ETH-USD'" }
        @{ Line = 'Get-KanaTrade -Symbol "e'; Text = '"ETH-USD"' }
        @{ Line = "Get-KanaTrade -Symbol $([char] 0x2018)e"; Text = "'ETH-USD'" }
        @{ Line = 'Get-KanaTrade -Symbol e'; Text = 'ETH-USD' }
    ) {
        (Get-Completion $Line).CompletionText | Should -BeExactly $Text
    }

    It 'has a menu that shows ids with their names' {
        (Get-Completion 'Get-KanaOrderBook -MarketId 3').ListItemText | Should -BeExactly '31 SOL-USD'
    }

    It 'knows the network of the environment variable' {
        $env:KANA_NETWORK = 'Testnet'
        try { (Get-Completion 'Get-KanaOrderBook -MarketId ').CompletionText | Should -Contain '1338' } finally { $env:KANA_NETWORK = $null }
    }

    It 'stays silent about an unknown network' {
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

    It 'offers the simulators that run, and their endpoints' {
        $simulator = Start-KanaSimulator -Seed 4242
        try {
            $offered = Get-Completion 'Stop-KanaSimulator ' | Where-Object CompletionText -EQ $simulator.Id
            $offered.ToolTip | Should -Match "$($simulator.Endpoint), seed 4242"
            (Get-Completion 'Get-KanaOrderBook 14 -Endpoint ws:').CompletionText | Should -Contain "$($simulator.Endpoint)"
        }
        finally { $simulator | Stop-KanaSimulator }
    }

    It 'offers the addresses used in this session, in quotes, and says whose they are' {
        $exchange = Start-TestExchange -Paused
        $account = Get-KanaProfileAddress 0xc0de -Endpoint $exchange.WebSocketUri
        $used = Get-TestProfile 0xfeed
        Get-KanaTransfer $used -Endpoint $exchange.WebSocketUri -TimeoutSec 20 | Out-Null
        $profiles = Get-Completion 'Watch-KanaPosition -ProfileAddress '
        $profiles[0].CompletionText | Should -BeExactly "'$used'" -Because 'the one used last comes first'
        ($profiles | Where-Object ListItemText -EQ $account.ProfileAddress).ToolTip | Should -Match "wallet $($account.Wallet)"
        foreach ($line in 'Get-KanaFill ', 'Get-KanaFill 0x') {
            $found = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
            $found.CompletionText | Should -Contain "'$($account.ProfileAddress)'"
            $found.CompletionText | Should -Not -Contain $null
        }
        foreach ($line in 'Watch-KanaPosition -WalletAddress ', 'Get-KanaProfileAddress ', 'Watch-KanaTopic positions -UserAddress ') {
            $offered = Get-Completion $line | Where-Object ListItemText -EQ $account.Wallet
            $offered.CompletionText | Should -BeExactly "'$($account.Wallet)'"
            $offered.ToolTip | Should -Match "profile $($account.ProfileAddress)"
        }
        $exchange.Dispose()
    }

    It 'offers wallets that were only asked for over REST, and knows an address by its first digits' {
        $exchange = Start-TestExchange -Paused
        Get-KanaBalance 0xbeef5 -Kind Apt -Endpoint $exchange.WebSocketUri | Out-Null
        $full = "'0x$('beef5'.PadLeft(64, '0'))'"
        foreach ($line in 'Get-KanaBalance ', 'Get-KanaFundingHistory -WalletAddress 0xbee', 'Get-KanaPosition -WalletAddress 0xBEEF') {
            (Get-Completion $line).CompletionText | Should -Contain $full
        }
        Get-KanaProfileAddress 0xbeef5 -Endpoint $exchange.WebSocketUri | Out-Null
        @((Get-Completion 'Get-KanaBalance 0xbeef5').CompletionText) | Should -Be $full -Because 'a wallet is one, before and after its profile is known'
        (Get-Completion 'Get-KanaBalance 0xbeef5').ToolTip | Should -Match 'profile'
        (Get-Completion 'Get-KanaFundingHistory -ProfileAddress ').Count | Should -BeGreaterThan 0
        $exchange.Dispose()
    }

    It 'offers what the network has that the session made its default, and nothing of one that there is not' {
        $PSDefaultParameterValues['*-Kana*:Network'] = 'Testnet'
        try {
            (Get-Completion 'Get-KanaPrice -MarketId ').CompletionText | Should -Contain '1338'
            (Get-Completion 'Get-KanaPrice -Network Mainnet -MarketId ').CompletionText | Should -Contain '14'
        }
        finally { $PSDefaultParameterValues.Remove('*-Kana*:Network') }
        foreach ($name in '3', 'Nope', "'Mainnet,Testnet'") {
            (Get-Completion "Get-KanaPrice -Network $name -MarketId 1").CompletionText | Should -Not -Contain '14'
        }
    }

    It 'starts no simulator and opens no connection' {
        $simulators = @(Get-KanaSimulator).Count
        $connections = @(Get-KanaConnection).Count
        foreach ($line in 'Get-KanaOrderBook -Network Simulator -MarketId ', 'Watch-KanaTopic -Network Simulator ', 'Get-KanaPosition -Network Testnet -WalletAddress ') { Get-Completion $line | Out-Null }
        @(Get-KanaSimulator) | Should -HaveCount $simulators
        @(Get-KanaConnection) | Should -HaveCount $connections
    }
}

Describe 'A word that is completed' {
    BeforeAll {
        # The completers offer nothing that needs quotes today; what they would do with it is settled here.
        $type = (Get-Command Get-KanaMarket).ImplementingType.Assembly.GetType('KanaPerps.PowerShell.TypedWord')
        function Complete-Word([string] $Word, [string] $Value) {
            $typed = [Activator]::CreateInstance($type, $Word)
            $type.GetMethod('Fits').Invoke($typed, @($Value)) ? $type.GetMethod('Write').Invoke($typed, @($Value, $false)) : $null
        }
    }

    It '<Word> becomes <Text>, which PowerShell reads as <Value>' -ForEach @(
        @{ Word = ''; Value = 'a b'; Text = "'a b'" }
        @{ Word = ''; Value = "it's"; Text = "'it''s'" }
        @{ Word = '"'; Value = 'say "$x" `now'; Text = '"say `"`$x`" ``now"' }
        @{ Word = "'i"; Value = "it's"; Text = "'it''s'" }
        @{ Word = ''; Value = "curly$([char] 0x2019)s"; Text = "'curly$([char] 0x2019)$([char] 0x2019)s'" }
        @{ Word = '@'; Value = '@home'; Text = "'@home'" }
        @{ Word = 'a['; Value = 'a[1]'; Text = "'a[1]'" }
        @{ Word = 'x;'; Value = 'x; Get-Date'; Text = "'x; Get-Date'" }
        @{ Word = 'A'; Value = 'apt-usd'; Text = 'apt-usd' }
    ) {
        Complete-Word $Word $Value | Should -BeExactly $Text
        & ([scriptblock]::Create("Write-Output $Text")) | Should -BeExactly $Value
    }
}

Describe 'A completer that fails' {
    It 'offers nothing and says nothing: <_>' -ForEach 'Get-KanaOrderBook -Endpoint ftp://x/ -MarketId ', 'Get-KanaOrderBook -Symbol [', 'Get-KanaOrderBook -Symbol [z-' {
        $before = $Error.Count
        Get-Completion $_ | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }
}

Describe 'A value that only the user knows' {
    It 'is not completed to the files of the folder: <Command> -<Parameter>' -ForEach @(
        @{ Command = 'Watch-KanaTrade'; Parameter = 'MaxEvents' }, @{ Command = 'Get-KanaFundingHistory'; Parameter = 'MaxEvents' }
        @{ Command = 'Get-KanaOrderBook'; Parameter = 'TimeoutSec' }, @{ Command = 'Get-KanaPrice'; Parameter = 'TimeoutSec' }
        @{ Command = 'Show-KanaOrderBook'; Parameter = 'TimeoutSec' }, @{ Command = 'Start-KanaSimulator'; Parameter = 'StartTime' }
        @{ Command = 'Get-KanaOrder'; Parameter = 'OrderId' }, @{ Command = 'Get-KanaPosition'; Parameter = 'ApiKey' }
    ) {
        Push-Location $PSScriptRoot
        try { Get-Completion "$Command -$Parameter " | Should -BeNullOrEmpty } finally { Pop-Location }
    }

    It 'is so for every parameter of every command that takes numbers, times or names' {
        Push-Location $PSScriptRoot
        try {
            $offers = foreach ($command in Get-Command -Module KanaPerps) {
                $own = $command.Parameters.Values | Where-Object { $_.Attributes.TypeId -contains [Parameter] -and $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and $_.Name -notlike '*Path' -and $_.Name -notin 'Destination', 'StateFile' }
                foreach ($parameter in $own | Where-Object { -not $_.SwitchParameter -and $_.ParameterType -notin [scriptblock], [psobject] }) {
                    Get-Completion "$command -$($parameter.Name) " | Where-Object ResultType -Like 'Provider*' | ForEach-Object { "$command -$($parameter.Name)" }
                }
            }
            $offers | Sort-Object -Unique | Should -BeNullOrEmpty
        }
        finally { Pop-Location }
    }
}
