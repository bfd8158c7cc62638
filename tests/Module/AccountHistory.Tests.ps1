# Fills, orders and transfers: lists that grow, each row once and oldest first.

BeforeDiscovery {
    $histories = @(
        @{ Noun = 'KanaFill'; Type = 'KanaPerps.Fill'; Time = 'Timestamp' }
        @{ Noun = 'KanaOrderHistory'; Type = 'KanaPerps.OrderRecord'; Time = 'LastUpdated' }
        @{ Noun = 'KanaTransfer'; Type = 'KanaPerps.Transfer'; Time = 'Timestamp' }
    )
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused -Rate 1000
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $address = $padded = Get-TestProfile 0x5eed2

    function Get-Key($Row) {
        switch ($Row) {
            { $_ -is [KanaPerps.Fill] } { "$($_.TransactionVersion) $($_.OrderId) $($_.TradeId) $($_.OrderType) $($_.Price) $($_.Size)"; break }
            { $_ -is [KanaPerps.OrderRecord] } { "$($_.OrderId) $($_.Status) $($_.TransactionVersion) $($_.LastUpdated.UtcTicks)"; break }
            default { "$($_.TransactionVersion) $($_.Kind) $($_.Amount)" }
        }
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-<Noun>' -ForEach $histories {
    BeforeAll {
        $rows = & "Get-$Noun" $address @venue
    }

    It 'gives <Type> of the asked address only' {
        $rows | Should -Not -BeNullOrEmpty
        $rows | Should -BeOfType $Type
        $rows | ForEach-Object { '0x' + $_.Address.Substring(2).PadLeft(64, '0') } | Sort-Object -Unique | Should -Be $padded
    }

    It 'lists the oldest first, in UTC' {
        $rows.$Time | Should -Be ($rows.$Time | Sort-Object)
        $rows | ForEach-Object { $_.$Time.Offset } | Sort-Object -Unique | Should -Be ([timespan]::Zero)
    }

    It 'gives nothing for an account that has none, and no error' {
        & "Get-$Noun" (Get-TestProfile 0x30000) @venue -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'A fill' {
    BeforeAll {
        $fills = Get-KanaFill $address @venue
    }

    It 'costs the taker 0.05 % and the maker nothing' {
        $fills | ForEach-Object { $_.Fee / $_.OrderValue } | Sort-Object -Unique | Should -BeIn 0, 0.0005d
    }

    It 'has a profit or loss only when it makes a position smaller, net of the fee' {
        foreach ($fill in $fills) {
            if ($fill.OrderType -in 'OpenLong', 'OpenShort', 'IncreaseLong', 'IncreaseShort') { $fill.Pnl | Should -Be 0 }
            else { $fill.Pnl | Should -Not -Be 0 }
        }
        $fills.OrderType | Should -Contain 'CloseLong'
    }

    It 'belongs to an order that the history knows, and is bought or sold as the order says' {
        $orders = Get-KanaOrderHistory $address @venue | Group-Object OrderId -AsHashTable
        $known = @($fills | Where-Object { $orders.ContainsKey($_.OrderId) })
        $known.Count | Should -BeGreaterThan 5
        foreach ($fill in $known) {
            $orders[$fill.OrderId][0].Side | Should -Be $fill.Side
            $orders[$fill.OrderId][0].MarketId | Should -Be $fill.MarketId
        }
    }
}

Describe 'An order of the history' {
    It 'comes again with each new status, from Open to Filled or Cancelled' {
        $rows = Invoke-Moving $exchange { Watch-KanaOrderHistory $address -MaxEvents 100 @venue }
        $rows.Status | Sort-Object -Unique | Should -BeIn 'Open', 'Partially Filled', 'Filled', 'Cancelled'
        $moved = @($rows | Group-Object OrderId | Where-Object Count -GT 1)
        $moved | Should -Not -BeNullOrEmpty
        foreach ($order in $moved) {
            $order.Group[0].Status | Should -BeIn 'Open', 'Partially Filled'
            ($order.Group | Select-Object -SkipLast 1).Status | Should -Not -Contain 'Filled' -Because 'nothing comes after Filled'
        }
    }

    It 'is a market order or a limit order, and says so' {
        (Get-KanaOrderHistory $address @venue).IsMarketOrder | Sort-Object -Unique | Should -Be $false, $true
    }
}

Describe 'A transfer' {
    It 'moves money in or out: the first is a deposit' {
        $transfers = @(Get-KanaTransfer $address @venue)
        $transfers[0].Kind | Should -Be 'Deposit'
        $transfers[0].Amount | Should -BeOfType decimal
        $transfers | ForEach-Object Amount | ForEach-Object { $_ | Should -BeGreaterThan 0 }
    }
}

Describe 'Watch-<Noun>' -ForEach $histories {
    It 'gives the rows that were there, then each new one once' {
        $before = @(& "Get-$Noun" $address @venue)
        $more = $Noun -eq 'KanaTransfer' ? 1 : 20

        # The exchange moves on when the first row has come: a list that is full slides with each new row.
        try { $rows = & "Watch-$Noun" $address -MaxEvents ($before.Count + $more) @venue | ForEach-Object { $exchange.Resume(); $_ } }
        finally { $exchange.Pause() }
        $rows | Should -HaveCount ($before.Count + $more)
        $rows[0..($before.Count - 1)] | ForEach-Object { Get-Key $_ } | Should -Be ($before | ForEach-Object { Get-Key $_ })
        $keys = $rows | ForEach-Object { Get-Key $_ }
        $keys | Group-Object | Where-Object Count -GT 1 | Should -BeNullOrEmpty
    }

    It 'leaves out with -NewOnly what was there before' {
        $before = @(& "Get-$Noun" $address @venue) | ForEach-Object { Get-Key $_ }
        $watcher = Start-Watcher { param($Noun, $Address, $Endpoint) & "Watch-$Noun" $Address -NewOnly -Endpoint $Endpoint -MaxEvents 1 -TimeoutSec 60 } @{ Noun = $Noun; Address = $address; Endpoint = $exchange.WebSocketUri }
        $topic = @{ KanaFill = 'trade_history'; KanaOrderHistory = 'order_history'; KanaTransfer = 'deposit_withdraw_history' }[$Noun]
        Wait-Until { (Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Topic -eq $topic -and $_.Key -eq $padded }).Subscribers -eq 1 } -Because 'the watcher has begun'
        while (-not $watcher.Run.IsCompleted) { $exchange.Step(50) }
        Get-Key (Wait-Output $watcher 1) | Should -Not -BeIn $before
        Remove-Watcher $watcher
    }
}
