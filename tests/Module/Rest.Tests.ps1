# What the venue tells over REST: balances, prices, single orders, funding paid, and the lists that its streams have too.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    # Each step is an hour of the venue's clock, and each hour funding is settled.
    $exchange = [KanaPerps.Simulator.SimulatedExchange]::Start([KanaPerps.Simulator.SimulatorOptions] @{ Rate = 1; ClockSpeed = 3600; Manual = $true }, $null)
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $wallet = '0x5a11ce'
    $me = Get-KanaProfileAddress $wallet @venue
    $account = @{ WalletAddress = $wallet } + $venue
    Get-KanaPosition @account -Source Rest | Out-Null
    Wait-Until { $exchange.Step(100); (Get-KanaPosition @account -Source Rest) -and (Get-KanaOpenOrder @account -Source Rest) -and (Get-KanaFundingHistory @account -MaxEvents 60).Count -ge 60 } -Because 'the account has something to show'
    $server = Start-ScriptedServer
    $scripted = @{ Endpoint = $server.WebSocketUri; TimeoutSec = 20 }
}

AfterAll {
    $exchange.Dispose()
    $server.Dispose()
}

Describe '-Source Rest' {
    It 'gives with <Command> the rows that the stream begins with' -ForEach @(
        @{ Command = 'Get-KanaPosition' }
        @{ Command = 'Get-KanaOpenOrder' }
        @{ Command = 'Get-KanaFill' }
        @{ Command = 'Get-KanaOrderHistory' }
        @{ Command = 'Get-KanaTransfer' }
    ) {
        $connections = (Get-ConnectionTo $exchange.WebSocketUri).Count
        $rest = @(& $Command @account -Source Rest)
        (Get-ConnectionTo $exchange.WebSocketUri).Count | Should -BeLessOrEqual $connections -Because 'no stream is opened for it'
        $stream = @(& $Command @account)
        $rest.Count | Should -BeGreaterThan 0
        $rest | ConvertTo-Json | ForEach-Object { $_ -replace '"ReceivedAt":[^,\r\n]*' } | Should -Be ($stream | ConvertTo-Json | ForEach-Object { $_ -replace '"ReceivedAt":[^,\r\n]*' })
        & $Command @account -Source Rest -MaxEvents 1 | Should -HaveCount 1
    }

    It 'takes a profile whose wallet was looked up, also from the pipeline' {
        ($me | Get-KanaPosition -Source Rest -TimeoutSec 20).TradeId | Should -Be (Get-KanaPosition @account -Source Rest).TradeId
        (Get-KanaTransfer $me.ProfileAddress -Source Rest @venue).Count | Should -Be (Get-KanaTransfer @account).Count
    }

    It 'says what it needs of a profile whose wallet was not looked up, and the account next to it is served' {
        $result = Invoke-Caught { Get-KanaTransfer '0x77', $me.ProfileAddress -Source Rest @venue }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaWalletUnknown,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $result.Errors[0].TargetObject | Should -Be ('0x' + '77'.PadLeft(64, '0'))
        Get-ErrorText $result.Errors[0] | Should -Match 'Give -WalletAddress'
        $result.Output.Count | Should -BeGreaterThan 0
    }

    It 'is an error for a text that is not an address, and for a wallet without a profile' {
        (Invoke-Caught { Get-KanaFill -WalletAddress nobody -Source Rest @venue }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaInvalidAddress,*'
        (Invoke-Caught { Get-KanaFill -WalletAddress 0xdead -Source Rest @venue }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*'
    }

    It 'tells of a row that it can not read, and writes the others' {
        $server.Reply('/getDepositAndWithdrawHistory', '200 OK', '{"success":true,"data":[{"amount":"much","is_deposit":true},{"amount":"7","is_deposit":true}]}')
        $result = Invoke-Caught { Get-KanaTransfer -WalletAddress 0x1 -Source Rest @scripted }
        $result.Output.Amount | Should -Be 7
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaInvalidResponse,*'
        "$($result.Errors[0])" | Should -Match 'amount is not a number'
    }
}

Describe 'Get-KanaBalance' {
    It 'gives all four balances, or those asked for' {
        $all = Get-KanaBalance @account
        $all | Should -BeOfType KanaPerps.Balance
        $all.Kind | Should -Be 'Wallet', 'Profile', 'Net', 'Apt'
        $all.Unit | Should -Be 'USDC', 'USDC', 'USDC', 'APT'
        $all.WalletAddress | Sort-Object -Unique | Should -Be ('0x' + '5a11ce'.PadLeft(64, '0'))
        (Get-KanaBalance @account -Kind Apt, Net).Kind | Should -Be 'Apt', 'Net'
        $deposits = (Get-KanaTransfer @account | ForEach-Object { $_.Kind -eq 'Deposit' ? $_.Amount : -$_.Amount } | Measure-Object -Sum).Sum
        $all[0].Amount | Should -Be (1000000 - $deposits)
    }

    It 'takes wallets as text, and profiles, positions and balances as they come' {
        ($wallet, '0xb0b' | Get-KanaBalance -Kind Net @venue).WalletAddress | Should -Be $me.Wallet, ('0x' + 'b0b'.PadLeft(64, '0'))
        foreach ($object in $me, (Get-KanaPosition @account)[0], (Get-KanaBalance @account -Kind Net)) {
            ($object | Get-KanaBalance -Kind Wallet).WalletAddress | Should -Be $me.Wallet
        }
    }

    It 'goes on after a balance that the venue refuses' {
        $server.Reply('/getWalletAccountBalance', '200 OK', '{"success":true,"data":611899}')
        $server.Reply('/getNetProfileBalance', '400 Bad Request', '{"success":false,"message":"no profile yet"}')
        $server.Reply('/getAccountAptBalance', '200 OK', '{"success":true,"data":"0.5"}')
        $result = Invoke-Caught { Get-KanaBalance 0x1 -Kind Wallet, Net, Apt @scripted }
        $result.Output.Amount | Should -Be 611899, 0.5
        $result.Errors | Should -HaveCount 1
        "$($result.Errors[0])" | Should -Match 'no profile yet'
    }

    It 'says that a number was an address without its quotes' {
        Get-ErrorText (Invoke-Caught { 123 | Get-KanaBalance @venue }).Errors[0] | Should -Match 'in quotes'
    }
}

Describe 'Get-KanaPrice' {
    It 'gives the best of the book and the last of the tape' {
        $price = Get-KanaPrice APT-USD @venue
        $price | Should -BeOfType KanaPerps.MarketPrice
        $book = Get-KanaOrderBook 14 @venue
        $price.BestBid, $price.BestAsk, $price.Spread | Should -Be $book.BestBid, $book.BestAsk, $book.Spread
        $price.Last | Should -Be (Get-KanaTrade 14 @venue)[-1].Price
        (14, '15', 'SOL*' | Get-KanaPrice @venue).Symbol | Should -Be 'APT-USD', 'BTC-USD', 'SOL-USD'
        (Get-KanaPosition @account)[0] | Get-KanaPrice | ForEach-Object Symbol | Should -Be (Get-KanaPosition @account)[0].Symbol
    }

    It 'is an error for a market that the venue does not know, and for an unknown symbol' {
        $result = Invoke-Caught { Get-KanaPrice 999, 14 @venue }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*'
        $result.Errors[0].TargetObject | Should -Be 999
        $result.Output.Symbol | Should -Be 'APT-USD'
        (Invoke-Caught { Get-KanaPrice DOGE* @venue }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaUnknownSymbol,*'
    }
}

Describe 'Get-KanaOrder' {
    It 'gives what is filled of orders that come from the pipeline' {
        $history = Get-KanaOrderHistory @account
        $orders = $history | Get-KanaOrder
        $orders | Should -BeOfType KanaPerps.OrderDetail
        $orders.OrderId | Should -Be $history.OrderId
        $orders.Status | Should -Be $history.Status
        foreach ($order in $orders) { $order.FilledSize + $order.RemainingSize | Should -Be $order.Size }
        Get-KanaOpenOrder @account | Get-KanaOrder | ForEach-Object { $_.Status | Should -BeIn 'Open', 'Partially Filled' }
    }

    It 'takes an id and a market by hand' {
        $known = (Get-KanaOrderHistory @account)[0]
        (Get-KanaOrder $known.OrderId $known.MarketId @venue).Price | Should -Be $known.Price
        (Get-KanaOrder -OrderId $known.OrderId -Symbol $known.Symbol @venue).Price | Should -Be $known.Price
    }

    It 'is an error for an order that the venue does not know, and the next one is served' {
        $known = (Get-KanaOrderHistory @account)[0]
        $result = Invoke-Caught { Get-KanaOrder 1, $known.OrderId $known.MarketId @venue }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*'
        $result.Errors[0].TargetObject | Should -Be '1'
        $result.Output.OrderId | Should -Be $known.OrderId
    }
}

Describe 'Get-KanaFundingHistory' {
    It 'gives the same payments whatever the size of a page, oldest or newest first' {
        $all = Get-KanaFundingHistory @account -PageSize 500
        $all | Should -BeOfType KanaPerps.FundingPayment
        $all.Count | Should -BeGreaterThan 50
        (Get-KanaFundingHistory @account -PageSize 61).Json | Should -Be $all.Json
        $newest = Get-KanaFundingHistory @account -PageSize 97 -NewestFirst
        $newest.Json | Should -Be $all.Json[($all.Count - 1)..0]
        (Get-KanaFundingHistory @account -PageSize 97 -NewestFirst -MaxEvents 11).Json | Should -Be $newest.Json[0..10]
    }

    It 'gives the payments of the markets asked for' {
        $all = Get-KanaFundingHistory @account
        $some = ($all | Group-Object MarketId | Sort-Object Count)[0]
        (Get-KanaFundingHistory @account -MarketId $some.Name).Json | Should -Be $some.Group.Json
        (Get-KanaFundingHistory @account -Symbol $some.Group[0].Symbol -PageSize 41).Json | Should -Be $some.Group.Json
        $position = (Get-KanaPosition @account)[0]
        ($position | Get-KanaFundingHistory -MaxEvents 1).MarketId | Should -Be $position.MarketId
    }

    It 'shows how far it is, and takes that away at the end' {
        $watcher = Start-Watcher { param($Account) $ProgressPreference = 'Continue'; Get-KanaFundingHistory @Account -PageSize 20 } @{ Account = $account }
        Wait-End $watcher
        $progress = $watcher.Streams.Progress
        $progress[0].StatusDescription | Should -Match '^page 2, 40 payments, at \d{4}-\d\d-\d\d \d\d:\d\d UTC$'
        $progress[-1].RecordType | Should -Be 'Completed'
        Remove-Watcher $watcher
    }

    It 'loses none when the venue sends larger pages than it was asked for' {
        $page = { param($From, $To) '{"success":true,"data":[' + (($From..$To | ForEach-Object { "{`"market_id`":`"14`",`"amount`":`"$_`"}" }) -join ',') + ']}' }
        foreach ($most in 250, 175) {
            $server.ReplyOnce('/getFundingHistory', '200 OK', (& $page 1 170))
            $server.ReplyOnce('/getFundingHistory', '200 OK', (& $page 171 250))
            $server.Reply('/getFundingHistory', '200 OK', '{"success":true,"data":[]}')
            (Get-KanaFundingHistory 0x1 @scripted -PageSize 100 -MaxEvents $most).Amount | Should -Be (1..$most)
        }
    }

    It 'ends with an error when the venue sends the same page again and again' {
        $server.Reply('/getFundingHistory', '200 OK', '{"success":true,"data":[{"market_id":"14","amount":"1"},{"market_id":"15","amount":"2"}]}')
        $result = Invoke-Caught { Get-KanaFundingHistory 0x1 @scripted }
        $result.Output.Amount | Should -Be 1, 2
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaInvalidResponse,*'
        Get-ErrorText $result.Errors[0] | Should -Match 'same page.*-PageSize'
    }
}

Describe 'A call that may succeed a moment later' {
    It 'is made again after <Status>, with a verbose line' -ForEach @(
        @{ Status = '429 Too Many Requests' }
        @{ Status = '503 Service Unavailable' }
    ) {
        $server.ReplyOnce('/getAccountAptBalance', $Status, '{"message":"slow down"}', 'Retry-After: 0')
        $server.Reply('/getAccountAptBalance', '200 OK', '{"success":true,"data":1}')
        $before = $server.Requests.Count
        $said = Get-KanaBalance 0x1 -Kind Apt @scripted -Verbose 4>&1
        $said[0] | Should -BeOfType System.Management.Automation.VerboseRecord
        $said[0].Message | Should -Match "answered $($Status.Substring(0, 3)) to getAccountAptBalance: slow down\. Retrying getAccountAptBalance in 0[.\d]* s \(attempt 2\)\."
        $said[1].Amount | Should -Be 1
        $server.Requests.Count - $before | Should -Be 2
    }

    It 'is given up at once when the venue asks for more patience than -TimeoutSec leaves' {
        $server.ReplyOnce('/getAccountAptBalance', '429 Too Many Requests', '', 'Retry-After: 3600')
        $result = Invoke-Caught { Get-KanaBalance 0x1 -Kind Apt @scripted }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaVenueError,*'
        Get-ErrorText $result.Errors[0] | Should -Match 'asks to wait 3600 s'
        $result.Elapsed.TotalSeconds | Should -BeLessThan 15
    }

    It 'stops with Ctrl+C while it waits for its next try' {
        $server.Reply('/getLastPlacedPrice', '200 OK', '{"success":true,"data":1}')
        $server.Reply('/getMarketPrice', '503 Service Unavailable', '', 'Retry-After: 60')
        $watcher = Start-Watcher { param($Endpoint) Get-KanaPrice 14 -Endpoint $Endpoint -TimeoutSec 600 -Verbose } @{ Endpoint = $server.WebSocketUri }
        Wait-Until { $watcher.Streams.Verbose.Count -gt 0 } -Because 'the first try has failed'
        (Stop-Watcher $watcher).TotalSeconds | Should -BeLessThan 2
    }
}
