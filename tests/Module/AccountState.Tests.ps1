# Positions and resting orders: the whole state of an account, and the changes of it.

BeforeDiscovery {
    $states = @(
        @{ Noun = 'KanaPosition'; Type = 'KanaPerps.Position'; Id = 'TradeId'; Topic = 'positions'; Fields = 'trade_id', 'size', 'value', 'available_order_size' }
        @{ Noun = 'KanaOpenOrder'; Type = 'KanaPerps.OpenOrder'; Id = 'OrderId'; Topic = 'open_orders'; Fields = 'order_id', 'remaining_size', 'price', 'leverage' }
    )
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused -Rate 1000
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $address = $padded = Get-TestProfile 0x2a
    foreach ($topic in 'positions', 'open_orders') {
        while (@(Get-VenueRow $exchange @{ topic = $topic; address = $address }).Count -lt 2) { $exchange.Step() }
    }

    # The rows of an account come and go: steps until there are some.
    function Invoke-StepsToRows($Topic) {
        do { $exchange.Step(5) } until (@(Get-VenueRow $exchange @{ topic = $Topic; address = $address }).Count -ge 2)
    }

    # Two states are alike when the same ids have the same values.
    function Get-Image($Rows, $Id) {
        @($Rows | Sort-Object $Id, MarketId | ForEach-Object { "$($_.$Id) $($_.LastUpdated.UtcTicks) $_ $($_.TakeProfit) $($_.AvailableOrderSize)" }) -join "`n"
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaPosition' {
    BeforeAll {
        $positions = Get-KanaPosition $address @venue
    }

    It 'gives the positions of the asked address, as they are now' {
        $positions | Should -BeOfType KanaPerps.Position
        $positions.Change | Sort-Object -Unique | Should -Be 'Current'
        foreach ($position in $positions) {
            '0x' + $position.Address.Substring(2).PadLeft(64, '0') | Should -Be $padded
        }
    }

    It 'has a margin that is the value divided by the leverage' {
        foreach ($position in $positions) {
            $position.Margin | Should -BeOfType decimal
            [math]::Abs($position.Margin - $position.Value / $position.Leverage) | Should -BeLessThan 1e-20d
            $position.Leverage | Should -BeIn (1..20)
        }
    }

    It 'has its liquidation price on the losing side of the entry price' {
        foreach ($position in $positions) {
            ($position.LiquidationPrice -lt $position.EntryPrice) | Should -Be ($position.Side -eq 'Long')
        }
    }

    It 'names the market by id and symbol, and the position by a long id' {
        foreach ($position in $positions) {
            (Get-KanaMarket -Symbol $position.Symbol -Network Mainnet).MarketId | Should -Be $position.MarketId
            [bigint] $position.TradeId | Should -BeGreaterThan ([ulong]::MaxValue)
        }
    }
}

Describe 'Get-KanaOpenOrder' {
    It 'gives the resting orders of the asked address' {
        $orders = Get-KanaOpenOrder $address @venue
        $orders | Should -BeOfType KanaPerps.OpenOrder
        foreach ($order in $orders) {
            $order.OrderValue | Should -Be ($order.Price * $order.TotalSize)
            $order.RemainingSize | Should -BeGreaterThan 0
            $order.RemainingSize | Should -BeLessOrEqual $order.TotalSize
            $order.Side | Should -BeIn 'Buy', 'Sell'
        }
    }
}

Describe 'Watch-KanaOpenOrder beside Watch-KanaOrderHistory' {
    It 'says of closed orders what became of them, once the history has told it' {
        $run = { param($Command, $Address, $Endpoint) & $Command $Address -Endpoint $Endpoint -TimeoutSec 60 }
        $of = @{ Address = $address; Endpoint = $exchange.WebSocketUri }
        $history = Start-Watcher $run ($of + @{ Command = 'Watch-KanaOrderHistory' })
        $orders = Start-Watcher $run ($of + @{ Command = 'Watch-KanaOpenOrder' })
        try {
            Wait-Output $history 1 | Out-Null
            $rows = [Collections.Generic.List[object]] @(Wait-Output $orders 1)
            Wait-Until { $exchange.Step(5); $rows.AddRange($orders.Output.ReadAll()); $rows.Where{ $_.ClosedAs }.Count -ge 3 } 'three orders have closed, and the history was as fast'
            $rows.Where{ $_.ClosedAs }.Change | Sort-Object -Unique | Should -Be 'Closed'
            $statuses = $history.Output.ReadAll() | Group-Object OrderId -AsHashTable
            foreach ($order in $rows.Where{ $_.ClosedAs }) { $statuses[$order.OrderId][-1].Status | Should -Be $order.ClosedAs }
        }
        finally {
            $history, $orders | ForEach-Object { $null = Stop-Watcher $_ }
        }
    }
}

Describe 'Get-<Noun> of several accounts' -ForEach $states {
    It 'ends when each has answered, although one has nothing to show' {
        $rows = & "Get-$Noun" $address, (Get-TestProfile 0x10000) @venue
        Get-Image $rows $Id | Should -Be (Get-Image (& "Get-$Noun" $address @venue) $Id)
    }

    It 'writes nothing for an account without rows, and no error' {
        & "Get-$Noun" (Get-TestProfile 0x20000) @venue -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes an address in capitals and padded for the same account' {
        $rows = & "Get-$Noun" ('0x' + $padded.Substring(2).ToUpperInvariant()) @venue
        Get-Image $rows $Id | Should -Be (Get-Image (& "Get-$Noun" $address @venue) $Id)
    }
}

Describe 'Watch-<Noun>' -ForEach $states {
    It 'begins with the current rows, then gives changes from which the state of the venue can be told at any time' {
        Invoke-StepsToRows $Topic
        $watcher = Start-Watcher { param($Noun, $Address, $Endpoint) & "Watch-$Noun" $Address -Endpoint $Endpoint -TimeoutSec 60 } @{ Noun = $Noun; Address = $address; Endpoint = $exchange.WebSocketUri }
        $current = @(Get-VenueRow $exchange @{ topic = $Topic; address = $address })
        $changes = [Collections.Generic.List[object]]::new()
        foreach ($row in Wait-Output $watcher $current.Count) { $changes.Add($row) }
        $changes.Change | Sort-Object -Unique | Should -Be 'Current'

        $names = $Fields | ForEach-Object { $_ -replace '_' }
        do {
            $exchange.Step(40)
            $sent = Get-VenueRow $exchange @{ topic = $Topic; address = $address } | ForEach-Object { $row = $_; ($Fields | ForEach-Object { $row[$_] }) -join ' ' } | Sort-Object
            Wait-Until -Because 'the changes lead to the rows of the venue' {
                foreach ($row in $watcher.Output.ReadAll()) { $changes.Add($row) }
                $state = @{}
                foreach ($row in $changes) { if ($row.Change -eq 'Closed') { $state.Remove($row.$Id) } else { $state[$row.$Id] = $row } }
                $told = $state.Values | ForEach-Object { $row = $_; ($names | ForEach-Object { $row.$_ }) -join ' ' } | Sort-Object
                "$told" -ceq "$sent"
            }
        } until ('New' -in $changes.Change -and 'Updated' -in $changes.Change -and 'Closed' -in $changes.Change -and $changes.Count -ge $current.Count + 15)

        $changes | Should -BeOfType $Type
        @($changes | Where-Object Change -EQ Current) | Should -HaveCount $current.Count
        Stop-Watcher $watcher | Should -BeLessThan ([timespan]::FromSeconds(2))
    }

    It 'says New for what was not there and Updated or Closed for what was' {
        $known = @{}
        $rows = Invoke-Moving $exchange { & "Watch-$Noun" $address -MaxEvents 40 @venue }
        foreach ($row in $rows) {
            $known.ContainsKey($row.$Id) | Should -Be ($row.Change -in 'Updated', 'Closed')
            if ($row.Change -eq 'Closed') { $known.Remove($row.$Id) } else { $known[$row.$Id] = $row }
        }
    }

    It 'shows a closed row once more with its last known values' {
        $last = @{}
        $rows = Invoke-Moving $exchange { & "Watch-$Noun" $address -MaxEvents 50 @venue }
        $closed = foreach ($row in $rows) {
            if ($row.Change -eq 'Closed') { [pscustomobject]@{ Then = Get-Image $last[$row.$Id] $Id; Now = Get-Image $row $Id } }
            $last[$row.$Id] = $row
        }
        $closed | Should -Not -BeNullOrEmpty
        $closed.Then | Should -Not -Match 'closed'
        $closed.Now | Should -Match ' \(closed\)'
        $closed.Now.Replace(' (closed)', '') | Should -Be $closed.Then
    }

    It 'gives with -EveryMessage all rows of each message, changed or not' {
        Invoke-StepsToRows $Topic
        $count = @(Get-VenueRow $exchange @{ topic = $Topic; address = $address }).Count
        Wait-Until { @(& "Get-$Noun" $address @venue).Count -eq $count } -Because 'the feed has the rows of the venue'
        $rows = Invoke-Moving $exchange { & "Watch-$Noun" $address -EveryMessage -MaxEvents 50 @venue }
        $rows.Change | Sort-Object -Unique | Should -Be 'Current'
        $messages = @($rows | Group-Object { $_.ReceivedAt.UtcTicks })
        $messages.Count | Should -BeGreaterThan 3
        $messages.ForEach({ $_.Count }) | Should -Contain $count -Because 'a message that opens and closes nothing has as many rows as there were'
        @($rows | Group-Object $Id | Where-Object Count -GT 1) | Should -Not -BeNullOrEmpty -Because 'a row that stays comes again with each message'
    }
}
