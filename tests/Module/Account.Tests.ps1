# Everything that happens to an account, as one stream.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused -Rate 1000
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $address = Get-TestProfile 0x2a
    $kinds = @{ Position = 'KanaPosition'; OpenOrder = 'KanaOpenOrder'; Fill = 'KanaFill'; OrderRecord = 'KanaOrderHistory'; Transfer = 'KanaTransfer' }
    while (@(Get-VenueRow $exchange @{ topic = 'positions'; address = $address }).Count -lt 1 -or @(Get-VenueRow $exchange @{ topic = 'open_orders'; address = $address }).Count -lt 1) {
        $exchange.Step()
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Watch-KanaAccount' {
    It 'writes what each list of the account has, as the commands of the lists do' {
        $lists = @{}
        foreach ($kind in $kinds.Keys) { $lists[$kind] = @(& "Get-$($kinds[$kind])" $address @venue | ForEach-Object ToString | Sort-Object) }
        $count = ($lists.Values | Measure-Object -Property Count -Sum).Sum
        $events = Watch-KanaAccount $address @venue -MaxEvents $count

        foreach ($group in $events | Group-Object Kind) {
            @($group.Group.Row | ForEach-Object ToString | Sort-Object) | Should -Be $lists[$group.Name]
            $group.Group.Row | Should -BeOfType "KanaPerps.$($group.Name)"
        }
        $events | ForEach-Object Address | Sort-Object -Unique | Should -Be $address
        @($events).Where{ $_.Kind -in 'Position', 'OpenOrder' }.Change | Sort-Object -Unique | Should -Be 'Current'
        @($events).Where{ $_.Kind -ne 'Transfer' }.ForEach{ $_.MarketId -eq $_.Row.MarketId } | Should -Not -Contain $false
    }

    It 'goes on with what happens, and leaves out what was there with -NewOnly' {
        $since = [datetimeoffset]::UtcNow
        $watcher = Start-Watcher { param($Address, $Venue) Watch-KanaAccount $Address -NewOnly -Endpoint $Venue } @{ Address = $address; Venue = $exchange.WebSocketUri }
        try {
            $events = [System.Collections.Generic.List[object]]::new()
            while (-not ($events.Where{ $_.Kind -eq 'Fill' })) { $exchange.Step(5); $events.AddRange(@($watcher.Output.ReadAll())) }
            $events.Where{ $_.Kind -eq 'Fill' }[0].ReceivedAt | Should -BeGreaterThan $since
            $events[0].Kind | Should -BeIn 'Position', 'OpenOrder'
            $watcher.Streams.Warning | Should -BeNullOrEmpty
        }
        finally { Remove-Watcher $watcher }
    }

    It 'has a lost connection as a notice in its place, and warns of it too' {
        $watcher = Start-Watcher { param($Address, $Venue) Watch-KanaAccount $Address -NewOnly -Endpoint $Venue } @{ Address = $address; Venue = $exchange.WebSocketUri }
        try {
            Wait-Output $watcher 1 | Out-Null
            $exchange.CloseConnections(1012, 'restart')
            $notice = $null
            Wait-Until { ($script:notice = @(Wait-Output $watcher).Where{ $_.Kind -eq 'Notice' } | Select-Object -First 1) } -Because 'a loss is an object'
            $script:notice.Notice | Should -BeOfType KanaPerps.Streaming.ReconnectingNotice
            $script:notice.Text | Should -Match ': connection lost: .*1012'
            Wait-Until { $watcher.Streams.Warning.Message -contains "$($script:notice.Notice)" } -Because 'it is a warning too'
        }
        finally { Remove-Watcher $watcher }
    }

    It 'can be piped to a command that takes an account' {
        $first = Watch-KanaAccount $address @venue -MaxEvents 1
        $first | Get-KanaPosition -TimeoutSec 20 | ForEach-Object Address | Sort-Object -Unique | Should -Be $address
    }
}
