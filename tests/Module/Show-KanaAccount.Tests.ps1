# The live picture of accounts: what it shows, what a small window leaves out, and how it tells trouble. What every picture has is in Show-KanaOrderBook.Tests.ps1.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri }
    $address = Get-TestProfile 0x5a11ce
    $unused = Get-TestProfile 0xb0b0000
    Get-KanaPosition $address @venue | Out-Null
    # Until the account holds both sides and has orders.
    do { $exchange.Step(5) } until (@(Get-VenueRow $exchange @{ topic = 'positions'; address = $address }).Count -ge 3 -and (Get-VenueRow $exchange @{ topic = 'open_orders'; address = $address }))

    function Start-Account([hashtable] $With = @{}, [int] $Width = 160, [int] $Height = 40) {
        Start-Show { param($Parameters) Show-KanaAccount @Parameters } -With (@{ ProfileAddress = $address } + $venue + $With) -Width $Width -Height $Height
    }

    # The words of a line. Two blanks or more are between two columns.
    function Get-Column([string] $Line) { $Line.Trim() -split ' {2,}' }

    # What the picture must show of a position and of an account, from what Get-KanaRisk says.
    function Get-RiskText($Risk, [string[]] $Property) { $Property | ForEach-Object { $null -eq $Risk.$_ ? '' : ($_ -like '*Pnl' ? $Risk.$_.ToString('+0.00;-0.00;0.00') : $Risk.$_.ToString('0.00')) } }
    $allLive = '(?m)^positions live \d+ s  orders live \d+ s  fills live \d+ s  (books|trades) live \d+ s  funding live'
}

AfterAll {
    $exchange.Dispose()
}

Describe 'The picture of Show-KanaAccount' {
    BeforeAll {
        $show = Start-Account
        $lines = Wait-Picture $show $allLive
        $risks = @(Get-KanaRisk $address @venue)
        $orders = @(Get-KanaOpenOrder $address @venue)
        $fills = @(Get-KanaFill $address @venue)
    }

    AfterAll {
        Stop-Show $show
    }

    It 'has the account, the network and a time above, and the health of all feeds below' {
        $lines[0] | Should -Match "^Account 0x[0-9a-f]{4}…[0-9a-f]{6}  $([regex]::Escape($exchange.WebSocketUri)) +\d\d:\d\d:\d\d UTC$"
        $lines[-1] | Should -Match "$allLive \d+ s  reconnects 0  gaps 0  lagged 0  bad messages 0 +q quits$"
    }

    It 'has what the account is worth, as Get-KanaRisk -ByAccount says it' {
        $account = Get-KanaRisk $address -ByAccount @venue
        $lines[1] | Should -Match '^Exposure +Long +Short +Net +Margin +Pnl +Liq\. %  Nearest$'
        @(Get-Column $lines[2]) | Should -BeExactly @((Get-RiskText $account LongNotional, ShortNotional, NetNotional, Margin, UnrealizedPnl, NearestLiquidationPercent) + "$($account.NearestSymbol) $($account.NearestSide)")
    }

    It 'has a row for each position, with its risk as Get-KanaRisk says it' {
        $risks.Count | Should -BeGreaterOrEqual 3
        $lines[3] | Should -Match "^$($risks.Count) positions +Side +Size +Entry +Price +Pnl +Pnl % +Liq\. % +Lev\. +Funding$"
        foreach ($risk in $risks) {
            $row = @($lines -match "^$($risk.Symbol) +$($risk.Side) ")
            $row | Should -HaveCount 1
            $expected = @(Get-RiskText $risk UnrealizedPnl, UnrealizedPnlPercent, LiquidationDistancePercent, EffectiveLeverage) -ne ''
            $columns = @(Get-Column $row[0])
            [decimal] $columns[2], [decimal] $columns[4] | Should -Be $risk.Size, $risk.Price
            $columns[-($expected.Count + 1)..-1] | Should -BeExactly ($expected + $risk.FundingRate.ToString('F8'))
        }
    }

    It 'has the resting orders and the last fills, the newest first' {
        $first = [array]::FindIndex($lines, [Predicate[string]] { $args[0] -match "^$($orders.Count) orders? +Type +Price +Remaining +Total +Placed$" })
        $first | Should -BeGreaterThan 0
        foreach ($i in 0..($orders.Count - 1)) {
            $order = @($orders | Sort-Object Timestamp -Descending -Stable)[$i]
            $lines[$first + 1 + $i] | Should -Match "^$($order.Symbol) +$($order.OrderType) +$($order.Price.ToString('0.###')) "
        }
        $lines[$first + 1 + $orders.Count] | Should -Match '^last fills +Type +Price +Size +Pnl +Fee +Time$'
        foreach ($i in 1..3) {
            $lines[$first + 1 + $orders.Count + $i] | Should -Match "^$($fills[-$i].Symbol) +$($fills[-$i].OrderType) +$($fills[-$i].Price.ToString('0.###'))"
        }
    }

    It 'follows the account and the prices' {
        $exchange.Step(30)
        Wait-Until -Because 'the picture shows how things stand' {
            $account = Get-KanaRisk $address -ByAccount @venue
            (Get-Column $show.Screen.Lines[2])[0..4] -join ' ' -eq ((Get-RiskText $account LongNotional, ShortNotional, NetNotional, Margin, UnrealizedPnl) -join ' ')
        }
        $markets = @(Get-KanaPosition $address @venue).MarketId | Sort-Object -Unique
        $books = Get-ConnectionTo $exchange.WebSocketUri | Where-Object { $_.Topic -eq 'orderbook' -and $_.Subscribers }
        $books.Key | Sort-Object | Should -Be $markets -Because 'the books of other markets are left'
    }

    It 'fits the window whatever its size, and leaves out what matters least: <Width> x <Height>' -ForEach @(
        @{ Width = 1; Height = 1; Shows = '^…$' }
        @{ Width = 200; Height = 60; Shows = '(?s) positions? .*Funding\n.* orders? .*Placed\n.*last fills .*Time\n' }
        @{ Width = 80; Height = 24; Shows = '(?s)Exposure .* positions? +Side +Size.*Price +Pnl .*Liq\. %.* orders? .*last fills ' }
        @{ Width = 40; Height = 10; Shows = '(?s)Exposure .*Pnl  Liq\. %\n.* positions? +Side .*Pnl .*Liq\. %' }
        @{ Width = 30; Height = 6; Shows = '(?s)^Account [^\n]*\n\d+ positions? +Side +Pnl' }
        @{ Width = 20; Height = 2; Shows = '^[A-Z]{3}-USD' }
        @{ Width = 5; Height = 3; Shows = '…' }
        @{ Width = 100; Height = 20; Shows = 'positions live' }
    ) {
        $writes = $show.Screen.Writes
        $show.Screen.Resize($Width, $Height)
        Wait-Until { $show.Screen.Writes -gt $writes } -Because 'a new size is a new picture'
        Wait-Picture $show $Shows | Should -HaveCount $Height
        $show.Screen.Mistake | Should -BeNullOrEmpty
    }

    It 'shows the position that is nearest to its liquidation where there is room for one, and counts the others' {
        while (@(Get-KanaPosition $address @venue).Count -lt 3) { $exchange.Step(5) }
        $show.Screen.Resize(40, 5)
        $all = @(Get-KanaRisk $address @venue)
        $nearest = $all | Where-Object { $null -ne $_.LiquidationDistancePercent } | Sort-Object LiquidationDistancePercent -Top 1
        Wait-Picture $show "(?m)^$($all.Count) positions .*\n$($nearest.Symbol) +$($nearest.Side) .*\nand $($all.Count - 1) more$" | Out-Null
        $show.Screen.Resize(100, 20)
        Wait-Picture $show 'last fills' | Out-Null
    }

    It 'writes nothing into the pipeline' {
        $show.Output.Count, $show.Streams.Warning.Count, $show.Streams.Error.Count | Should -Be 0, 0, 0
    }
}

Describe 'Show-KanaAccount' {
    It 'begins with an account that has nothing' {
        $show = Start-Show { param($Parameters) Show-KanaAccount @Parameters } -With (@{ ProfileAddress = $unused } + $venue)
        $lines = Wait-Picture $show '(?m)^positions live \d+ s  orders live \d+ s  fills live \d+ s  reconnects'
        $lines[3..5] | Should -BeExactly 'no positions', 'no orders', 'no fills yet'
        Stop-Show $show
    }

    It 'shows several accounts with a row for each, by their wallets, and names the account of each position, order and fill' {
        $show = Start-Show { param($Parameters) Show-KanaAccount @Parameters } -With (@{ WalletAddress = '0x5a11ce', '0xb0b', '0xb0b0000' } + $venue) -Width 140 -Height 40
        $lines = Wait-Picture $show $allLive
        $lines[0] | Should -Match '^3 accounts  '
        $lines[2..4] -replace ' .*' | Should -BeExactly '0x5a11ce', '0xb0b', '0xb0b0000'
        foreach ($wallet in '0x5a11ce', '0xb0b') {
            @($lines[6..20] -match "^[A-Z]{3}-USD .* (Long|Short) .* $wallet$").Count | Should -Be @(Get-KanaPosition -WalletAddress $wallet @venue).Count
        }
        Stop-Show $show
    }

    It 'values positions with the price that is chosen' {
        $show = Start-Account @{ PriceSource = 'Last' }
        $lines = Wait-Picture $show $allLive
        $risk = @(Get-KanaRisk $address -PriceSource Last @venue)[0]
        @($lines -match "^$($risk.Symbol) +$($risk.Side) ")[0] | Should -Match " $([regex]::Escape((Get-RiskText $risk UnrealizedPnl))) "
        Stop-Show $show
    }

    It 'closes all connections at once when it ends, those of the prices too' {
        Wait-ConnectionCount $exchange 0 | Out-Null
        $show = Start-Account
        Wait-Picture $show $allLive | Out-Null
        $exchange.ConnectionCount | Should -BeGreaterOrEqual 5
        $show.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(2000) | Should -BeTrue
        Assert-GivenBack $show
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $show
    }

    It 'leaves the window alone when there is no account to show' {
        $show = Start-Show { param($Parameters) Show-KanaAccount @Parameters } -With (@{ ProfileAddress = 'nonsense' } + $venue)
        Wait-End $show
        $show.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'KanaInvalidAddress,KanaPerps.PowerShell.ShowKanaAccountCommand'
        $show.Screen.Writes | Should -Be 1
        Remove-Watcher $show
    }

    It 'needs a screen' {
        $show = Start-Watcher { param($Address) Show-KanaAccount $Address } @{ Address = $address }
        Wait-End $show
        $show.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'KanaNoScreen,KanaPerps.PowerShell.ShowKanaAccountCommand'
        Remove-Watcher $show
    }
}

Describe 'An account whose connections are lost while the picture shows' {
    It 'keeps its last values, and marks them' {
        $mortal = Start-TestExchange
        $show = Start-Show { param($Parameters) Show-KanaAccount @Parameters } -With @{ ProfileAddress = $address; Endpoint = $mortal.WebSocketUri } -Width 100 -Height 24
        Wait-Picture $show '(?m)^positions live .*books live' | Out-Null
        $mortal.Dispose()
        Wait-Picture $show '(?m)^ +[\d.]+ .*(backoff|connecting) \d+ s$' | Out-Null
        Wait-Picture $show '(?m)^[A-Z]{3}-USD +(Long|Short) +[\d.]+ .* stale \d+ s$' | Out-Null
        Stop-Show $show
    }
}
