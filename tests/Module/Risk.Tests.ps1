# What positions are worth: positions joined with the prices of whatever markets they are in. The arithmetic is tested without PowerShell.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused -Rate 1000
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $address = Get-TestProfile 0x2a
    $none = Get-TestProfile 0xe0000
    while (@(Get-VenueRow $exchange @{ topic = 'positions'; address = $address }).Count -lt 3) { $exchange.Step() }

    # Profit and distance as a script would compute them.
    function Assert-Valued($Row, $Position, $Price) {
        $way = $Position.Side -eq 'Long' ? 1 : -1
        $Row.Price, $Row.Notional | Should -Be $Price, ($Position.Size * $Price)
        $Row.UnrealizedPnl | Should -Be ($way * $Position.Size * ($Price - $Position.EntryPrice))
        $Row.Size, $Row.Margin, $Row.Address, $Row.TradeId | Should -Be $Position.Size, $Position.Margin, $Position.Address, $Position.TradeId
        if ($Position.LiquidationPrice) { $Row.LiquidationDistancePercent | Should -BeGreaterThan 0 } else { $Row.LiquidationDistancePercent | Should -BeNullOrEmpty }
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Get-KanaRisk' {
    It 'values each position with the <Source> of its market' -ForEach @(
        @{ Source = 'Mid'; Of = { param($Position, $Book) $Book.Mid } }
        @{ Source = 'Best'; Of = { param($Position, $Book) $Position.Side -eq 'Long' ? $Book.BestBid : $Book.BestAsk } }
        @{ Source = 'Last'; Of = { param($Position) (Get-KanaTrade $Position.Symbol @venue | Select-Object -Last 1).Price } }
    ) {
        $positions = @(Get-KanaPosition $address @venue)
        $rows = @(Get-KanaRisk $address -PriceSource $Source @venue)
        $rows | Should -HaveCount $positions.Count
        for ($i = 0; $i -lt $rows.Count; $i++) {
            Assert-Valued $rows[$i] $positions[$i] (& $Of $positions[$i] (Get-KanaOrderBook $positions[$i].MarketId @venue))
            $rows[$i] | Should -BeOfType KanaPerps.PositionRisk
            $rows[$i].PriceSource, $rows[$i].Change, $rows[$i].Stale | Should -Be $Source, 'Current', $false
            $rows[$i].FundingRate | Should -Be (Get-KanaFundingRate $positions[$i].Symbol @venue).Rate
        }
    }

    It 'has the same values over REST, without funding rates' {
        $account = Get-KanaProfileAddress 0x2a -Endpoint $exchange.WebSocketUri
        foreach ($source in 'Mid', 'Best', 'Last') {
            $streamed = $account | Get-KanaRisk -PriceSource $source -TimeoutSec 20
            $rest = $account | Get-KanaRisk -PriceSource $source -Source Rest -TimeoutSec 20
            "$($rest.ForEach('ToString'))" | Should -Be "$($streamed.ForEach('ToString'))"
            @($rest.FundingRate).Where{ $null -ne $_ } | Should -BeNullOrEmpty
        }
        $rest.Wallet | Sort-Object -Unique | Should -Be $account.Wallet
        $sums = ($account | Get-KanaRisk -ByAccount -TimeoutSec 20), ($account | Get-KanaRisk -ByAccount -Source Rest -TimeoutSec 20)
        "$($sums[0])" | Should -Be "$($sums[1])"
    }

    It 'adds up the positions of each account, also of one without any' {
        $rows = @(Get-KanaRisk $address @venue)
        $account, $empty = Get-KanaRisk $address, $none -ByAccount @venue
        $account | Should -BeOfType KanaPerps.AccountRisk
        $pnl = [decimal] 0
        $rows.ForEach{ $pnl += $_.UnrealizedPnl }
        $account.Positions, $account.Valued, $account.UnrealizedPnl, $account.Address | Should -Be $rows.Count, $rows.Count, $pnl, $address
        $account.NearestLiquidationPercent | Should -Be ($rows.LiquidationDistancePercent | Sort-Object | Select-Object -First 1)
        $empty.Positions, $empty.GrossNotional, $empty.UnrealizedPnl, $empty.Address | Should -Be 0, 0, 0, $none
        $empty.NearestLiquidationPercent | Should -BeNullOrEmpty
        Get-KanaRisk $none @venue | Should -BeNullOrEmpty
    }

    It 'writes a position whose market has no book without values, and an error for the book' {
        $row = '{"address":"0x2","entry_price":"5.5","is_long":true,"last_updated":1,"leverage":2,"liq_price":"3","margin":"27.5","market_id":"14","size":"10","trade_id":"1","transaction_version":1,"value":"55"}'
        $server = Start-ScriptedServer "{`"data`":[$row],`"message`":`"positions`"}"
        $result = Invoke-Caught { Get-KanaRisk 0x2 -Endpoint $server.WebSocketUri -TimeoutSec 1 -WarningAction SilentlyContinue }
        $result.Output | Should -HaveCount 1
        $result.Output[0].Size, $result.Output[0].Price, $result.Output[0].UnrealizedPnl | Should -Be 10, $null, $null
        @($result.Errors.FullyQualifiedErrorId) -replace ',.*' | Sort-Object -Unique | Should -Be 'KanaNoFirstMessage'
        "$($result.Errors)" | Should -Match 'APT-USD order book'
        $server.Dispose()
    }

    It 'does not value the early encoding, and says so once' {
        $early = Start-TestExchange -Paused -Encoding Early
        $rows = Get-KanaRisk $address, $address -Endpoint $early.WebSocketUri -TimeoutSec 20 -WarningVariable warnings -WarningAction SilentlyContinue
        $rows | Should -Not -BeNullOrEmpty
        @($rows.UnrealizedPnl).Where{ $null -ne $_ } | Should -BeNullOrEmpty
        @($warnings) | Should -HaveCount 1
        "$warnings" | Should -Match "^positions of $address`: .*encoding of early 2025"
        $early.Dispose()
    }
}

Describe 'Watch-KanaRisk' {
    It 'follows the positions and their prices as they change, and leaves the markets that it needs no more' {
        $watcher = Start-Watcher { param($Address, $Venue) Watch-KanaRisk $Address -Endpoint $Venue } @{ Address = $address; Venue = $exchange.WebSocketUri }
        try {
            $first = Wait-Output $watcher @(Get-KanaPosition $address @venue).Count
            $first.Change | Sort-Object -Unique | Should -Be 'Current'
            @($first.UnrealizedPnl).Where{ $null -eq $_ } | Should -BeNullOrEmpty
            $rows = [System.Collections.Generic.List[object]]::new()
            while (-not ($rows.Where{ $_.Change -eq 'New' } -and $rows.Where{ $_.Change -eq 'Closed' })) { $exchange.Step(5); $rows.AddRange(@($watcher.Output.ReadAll())) }
            $rows.Where{ $_.Change -eq 'Updated' } | Should -Not -BeNullOrEmpty

            # It ends where the venue is.
            Wait-Until {
                # What other commands of the process get may be a message behind as well.
                $rows.AddRange(@($watcher.Output.ReadAll()))
                $script:pairs = foreach ($position in Get-KanaPosition $address @venue) {
                    @{ Position = $position; Mid = (Get-KanaOrderBook $position.MarketId @venue).Mid; Last = $rows.FindLast({ param($r) $r.TradeId -eq $position.TradeId }) }
                }
                -not @($script:pairs).Where{ -not $_.Last -or $_.Last.Price -ne $_.Mid -or $_.Last.Size -ne $_.Position.Size }
            } -Because 'the last rows have the last sizes and prices'
            foreach ($pair in $script:pairs) { Assert-Valued $pair.Last $pair.Position $pair.Mid }
            $positions = $script:pairs.Position
            $watched = @(Get-ConnectionTo $exchange.WebSocketUri).Where{ $_.Topic -eq 'orderbook' -and $_.Subscribers }
            $watched.Symbol | Sort-Object | Should -Be ($positions.Symbol | Sort-Object -Unique)
        }
        finally { Remove-Watcher $watcher }
    }

    It 'marks rows as stale when a connection is lost, and as current when data comes again' {
        $watcher = Start-Watcher { param($Address, $Venue) Watch-KanaRisk $Address -Endpoint $Venue -ByAccount -MinInterval 1:0 } @{ Address = $address; Venue = $exchange.WebSocketUri }
        try {
            (Wait-Output $watcher).Stale | Should -BeFalse
            $exchange.CloseConnections(1012, 'restart')
            $rows = [System.Collections.Generic.List[object]]::new()
            Wait-Until { $rows.AddRange(@($watcher.Output.ReadAll())); $rows.Count -gt 1 -and -not $rows[-1].Stale } -Because 'data comes again'
            $rows[0].Stale | Should -BeTrue
            $rows[0].UnrealizedPnl | Should -Not -BeNullOrEmpty
        }
        finally { Remove-Watcher $watcher }
    }

    It 'ends with Select-Object and with -MaxEvents, and leaves all its feeds' {
        @(Watch-KanaRisk $address @venue | Select-Object -First 1) | Should -HaveCount 1
        @(Watch-KanaRisk $address @venue -MaxEvents 2) | Should -HaveCount 2
        @(Get-ConnectionTo $exchange.WebSocketUri).Where{ $_.Subscribers } | Should -BeNullOrEmpty
    }

    It 'fits a table of 80 columns' {
        $tables = (Get-KanaRisk $address @venue | Out-String -Width 80), (Get-KanaRisk $address -ByAccount @venue | Out-String -Width 80)
        $tables[0] | Should -Match 'Change +Market +Side +Size +Price +Pnl \(USD\) +Pnl \(%\) Liq\. \(%\) Stale'
        $tables[1] | Should -Match 'Account +Pos\. +Long \(USD\) +Short +Net \(USD\) +Pnl \(USD\) Liq\. \(%\) Stale'
        ($tables -split '\r?\n').ForEach('Length') | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
    }
}

Describe 'Measure-KanaRisk' {
    BeforeAll {
        # Without the times, which are those of the messages that a watcher got: one that is a moment late gets the newest alone.
        function Get-Shown($Rows) { $Rows | Sort-Object TradeId -Stable | Select-Object * -ExcludeProperty PriceAge, PriceAt, ReceivedAt | ForEach-Object { ConvertTo-Json $_ -Compress } }
        $markets = @(Get-KanaPosition $address @venue).MarketId | Sort-Object -Unique
        $got = @(Get-KanaPosition $address @venue; Get-KanaFundingRate @venue; Get-KanaOrderBook $markets @venue)
    }

    It 'values positions that were got with the books behind them, as Get-KanaRisk does' {
        Get-Shown ($got | Measure-KanaRisk) | Should -Be (Get-Shown (Get-KanaRisk $address @venue))
        Get-Shown ($got | Measure-KanaRisk -ByAccount) | Should -Be (Get-Shown (Get-KanaRisk $address -ByAccount @venue))
    }

    It 'makes the same rows of what a file keeps of the objects: <_>' -ForEach 'Clixml', 'Csv' {
        $kept = switch ($_) {
            'Csv' { $got.ForEach{ $_ | ConvertTo-Csv | ConvertFrom-Csv } }
            'Clixml' { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($got, 3)) }
        }
        Get-Shown ($kept | Measure-KanaRisk) | Should -Be (Get-Shown ($got | Measure-KanaRisk))
    }

    It 'takes books whose levels JSON left out by their best prices, and times whatever the culture' {
        $whole = @($got | Measure-KanaRisk)
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $rows = @($got | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json | Measure-KanaRisk)
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
        $rows.Price | Should -Be $whole.Price
        $rows.PriceAt | Should -Be $whole.PriceAt
    }

    It 'makes the rows of a recording that Watch-KanaRisk wrote then, and alerts of them' {
        $recording = Start-KanaRecording TestDrive:/rec Position, OrderBook, FundingRate -ProfileAddress $address -Symbol * -Endpoint $exchange.WebSocketUri
        $watcher = Start-Watcher { param($Address, $Venue) Watch-KanaRisk $Address -Endpoint $Venue } @{ Address = $address; Venue = $exchange.WebSocketUri }
        try {
            $rows = [System.Collections.Generic.List[object]]::new()
            $rows.AddRange(@(Wait-Output $watcher $markets.Count))
            while (-not $rows.Where{ $_.Change -eq 'Closed' }) { $exchange.Step(5); $rows.AddRange(@($watcher.Output.ReadAll())) }
            Wait-Until {
                $rows.AddRange(@($watcher.Output.ReadAll()))
                -not @(Get-KanaRisk $address @venue).Where{ $now = $_; $last = $rows.FindLast({ param($r) $r.TradeId -eq $now.TradeId }); -not $last -or "$last" -ne "$now" }
            } -Because 'the watcher has the last rows'
        }
        finally {
            Remove-Watcher $watcher
            Stop-KanaRecording -Id $recording.Id | Out-Null
        }
        $measured = Import-KanaRecording TestDrive:/rec -WarningAction SilentlyContinue | Measure-KanaRisk
        foreach ($position in $rows | Group-Object TradeId) {
            $same = @($measured).Where{ $_.TradeId -eq $position.Name }
            $last = $position.Group[-1]
            # The end of a position and the books around it come by connections of their own: which price was the last before the end is not decided.
            if ($last.Change -eq 'Closed') { $same[-1].Change | Should -Be Closed }
            else { (Get-Shown $same[-1]) -replace '"Change":\d' | Should -Be ((Get-Shown $last) -replace '"Change":\d') }
        }
        @($measured).Where{ $null -eq $_.UnrealizedPnl } | Should -BeNullOrEmpty
        $again = Import-KanaRecording TestDrive:/rec -WarningAction SilentlyContinue | Measure-KanaRisk
        $again | ConvertTo-Json | Should -Be ($measured | ConvertTo-Json)

        $alerts = Import-KanaRecording TestDrive:/rec -WarningAction SilentlyContinue | Measure-KanaRisk -ByAccount | Select-KanaAlert Positions -Above 0
        $alerts | Should -HaveCount 1
        $alerts.InputObject | Should -BeOfType KanaPerps.AccountRisk
    }

    It 'does not value the early encoding, and says so once' {
        $early = Start-TestExchange -Paused -Encoding Early
        $rows = 1..2 | ForEach-Object { Get-KanaPosition $address -Endpoint $early.WebSocketUri -TimeoutSec 20 } | Measure-KanaRisk -WarningVariable warnings -WarningAction SilentlyContinue
        @($rows.UnrealizedPnl).Where{ $null -ne $_ } | Should -BeNullOrEmpty
        @($warnings) | Should -HaveCount 1
        "$warnings" | Should -Match "^positions of .*encoding of early 2025"
        $early.Dispose()
    }

    It 'makes one error for each kind of object that it can''t use, and goes on' {
        $fill = [KanaPerps.Fill]@{ MarketId = 14; Price = 1; Size = 1; Timestamp = Get-Date; ReceivedAt = Get-Date }
        $unusable = $fill, $fill, ($fill | ConvertTo-Csv | ConvertFrom-Csv), (Get-KanaRisk $address @venue)[0], [KanaPerps.Position]@{ MarketId = 14 }, $null, 'text'
        $rows = @($unusable; $got) | Measure-KanaRisk -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
        Get-Shown $rows | Should -Be (Get-Shown ($got | Measure-KanaRisk))
        @($failed).ForEach('ToString') -replace ' is not a position, an order book, a trade, a funding rate or a notice\.$' |
            Should -Be 'A Fill', 'An object', 'A PositionRisk', 'A Position', 'Nothing', "'text'"
        "$warned" | Should -Match '^7 objects of the input were left out'
    }
}
