# Rows of an account name the wallet beside the profile, where the session knows it, and go on as input of other commands either way.

BeforeDiscovery {
    $lists = 'Position', 'OpenOrder', 'Fill', 'OrderHistory', 'Transfer'
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(60)
    # What another test file has looked up on an exchange of its own counts for that one alone.
    $wallet = '0x' + '2a'.PadLeft(64, '0')
    $stranger = Get-TestProfile 0x2b
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Rows of Get-Kana<_>' -ForEach $lists {
    BeforeAll {
        $get = "Get-Kana$_"
    }

    It 'name the wallet that was asked for, from the stream and over REST' {
        foreach ($source in 'Stream', 'Rest') {
            $rows = & $get -WalletAddress 0x2A -Source $source @venue
            $rows.Count | Should -BeGreaterThan 0
            $rows.Wallet | Sort-Object -Unique | Should -BeExactly $wallet
        }
    }

    It 'name the wallet of a profile that was looked up before, and none of one that was not' {
        $profileAddress = (Get-KanaProfileAddress 0x2a @venue).ProfileAddress
        (& $get $profileAddress @venue).Wallet | Sort-Object -Unique | Should -BeExactly $wallet
        & $get $stranger @venue | ForEach-Object { $_.Wallet | Should -BeNullOrEmpty; $_.Address | Should -Be $stranger }
    }

    It 'have it in CSV and in JSON, beside the profile' {
        $row = & $get -WalletAddress 0x2a @venue | Select-Object -First 1
        foreach ($back in ($row | ConvertTo-Csv | ConvertFrom-Csv), ($row | ConvertTo-Json | ConvertFrom-Json)) {
            $back.Wallet | Should -BeExactly $wallet
            $back.Address | Should -BeExactly $row.Address
        }
    }
}

Describe 'The wallet of a row' {
    It 'is in what is watched, in events, in orders by id and in funding payments' {
        $order = Get-KanaOrderHistory -WalletAddress 0x2a @venue | Select-Object -First 1
        (Get-KanaOrder $order.OrderId $order.MarketId @venue).Wallet | Should -BeExactly $wallet
        (Watch-KanaPosition -WalletAddress 0x2a @venue -MaxEvents 1).Wallet | Should -BeExactly $wallet
        (Get-KanaFundingHistory 0x2a @venue -MaxEvents 2).Wallet | Should -BeExactly $wallet, $wallet
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        $job = Register-KanaEvent open_orders -WalletAddress 0x2a -Endpoint $exchange.WebSocketUri -MessageData $seen -Action { if ($EventArgs.Item) { $Event.MessageData.Enqueue($EventArgs.Item) } }
        try { Wait-Until { $seen.Count -gt 0 } 'the event comes' } finally { $job | Remove-Job -Force }
        $seen.ToArray()[0].Wallet | Should -BeExactly $wallet
    }

    It 'leads commands that ask by wallet to it, also from a file' {
        $row = Get-KanaTransfer -WalletAddress 0x2a @venue | Select-Object -First 1
        foreach ($given in $row, ($row | ConvertTo-Csv | ConvertFrom-Csv), ($row | Select-Object Address, Wallet, Network)) {
            ($given | Get-KanaBalance -Kind Profile).WalletAddress | Should -BeExactly $wallet
            $given | Get-KanaPosition -TimeoutSec 20 | ForEach-Object Address | Sort-Object -Unique | Should -BeExactly $row.Address
            ($given | Get-KanaProfileAddress).ProfileAddress | Should -BeExactly $row.Address
        }
    }

    It 'is told as unknown where a call needs it and the row has none' {
        $row = Get-KanaTransfer $stranger @venue | Select-Object -First 1
        foreach ($given in $row, ($row | ConvertTo-Csv | ConvertFrom-Csv)) {
            $given | Get-KanaPosition -TimeoutSec 20 | ForEach-Object Address | Sort-Object -Unique | Should -BeExactly $stranger
            $result = Invoke-Caught { $given | Get-KanaBalance }
            $result.Output | Should -BeNullOrEmpty
            $result.Errors.FullyQualifiedErrorId | Should -Be 'KanaWalletUnknown,KanaPerps.PowerShell.GetKanaBalanceCommand'
            $result.Errors[0].ErrorDetails.RecommendedAction | Should -Match 'Get-KanaProfileAddress'
        }
        (Invoke-Caught { Get-KanaFundingHistory -WalletAddress $null @venue }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaWalletUnknown,*'
    }
}
