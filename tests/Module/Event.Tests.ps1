# Register-KanaEvent: a topic through the events of the session, as scripts with -Action are used to.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange
    $venue = @{ Endpoint = $exchange.WebSocketUri }

    # Actions run between the statements of a script that waits: Wait-Until has enough of them.
}

AfterAll {
    Get-EventSubscriber -Force | Where-Object SourceObject -Is [KanaPerps.PowerShell.KanaEventSource] | Unregister-Event
    $exchange.Dispose()
}

Describe 'Register-KanaEvent with an action' {
    AfterEach {
        Get-EventSubscriber -Force | Unregister-Event
        Get-Job | Where-Object PSJobTypeName -EQ '' | Remove-Job -Force
    }

    It 'writes its job, and the action finds the object, the feed and its message data' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        $job = Register-KanaEvent orderbook Book -Symbol APT-USD @venue -MessageData $seen -Action {
            $Event.MessageData.Enqueue(@{ Item = $EventArgs.Item; Notice = $EventArgs.Notice; Sender = $Sender; Args = $args; Feed = $EventArgs.Feed; Id = $Event.SourceIdentifier })
            "$($EventArgs.Item.Symbol)"
        }
        $job | Should -BeOfType System.Management.Automation.PSEventJob
        $job.Name | Should -Be 'Book'
        Wait-Until { $seen.Count -ge 3 } -Because 'books come'
        $first = $seen.ToArray()[0]
        $first.Item | Should -BeOfType KanaPerps.OrderBook
        $first.Notice | Should -BeNullOrEmpty
        "$($first.Sender)" | Should -Be 'orderbook 14'
        $first.Feed.Endpoint.WebSocket | Should -Be $exchange.WebSocketUri
        $first.Args[1] | Should -BeOfType KanaPerps.PowerShell.KanaEventArgs
        $first.Id | Should -Be 'Book'
        $job.State | Should -Be 'Running'
        (Receive-Job $job)[0] | Should -Be 'APT-USD'
        $subscriber = Get-EventSubscriber Book
        "$($subscriber.SourceObject) $($subscriber.EventName)" | Should -Be 'orderbook 14 Received'
    }

    It 'makes one subscription of all markets from the pipeline' {
        $seen = [Collections.Concurrent.ConcurrentDictionary[string, int]]::new()
        $jobs = @(Get-KanaMarket APT-USD, ETH-USD | Select-Object MarketId | Register-KanaEvent orderbook @venue -MessageData $seen -Action { $Event.MessageData[$EventArgs.Item.Symbol] = 1 })
        $jobs | Should -HaveCount 1
        Wait-Until { $seen.Count -eq 2 } -Because 'both markets come'
        $seen.Keys | Sort-Object | Should -Be 'APT-USD', 'ETH-USD'
    }

    It 'ends by itself after -TimeoutSec, as after -MaxTriggerCount' {
        $job = Register-KanaEvent orderbook Short -Symbol APT-USD @venue -TimeoutSec 0.5 -Action { }
        Wait-Until { -not (Get-EventSubscriber | Where-Object SourceIdentifier -EQ Short) } -Because 'its time is over'
        $job.State | Should -Be 'Stopped'
    }

    It 'takes connections from the pipeline' {
        Get-KanaOrderBook 31 @venue | Out-Null
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 31 |
            Register-KanaEvent -SourceIdentifier Again -MessageData $seen -Action { $Event.MessageData.Enqueue($EventArgs.Item) } | Out-Null
        Wait-Until { $seen.Count -ge 1 } -Because 'books come'
        $seen.ToArray()[0].MarketId | Should -Be 31
        "$((Get-EventSubscriber Again).SourceObject)" | Should -Be 'orderbook 31'
    }

    It 'takes <Topic> and brings <Type>' -ForEach @(
        @{ Topic = 'recent_trades'; By = @{ MarketId = 14 }; Type = 'KanaPerps.Trade' }
        @{ Topic = 'live_funding_rate'; By = @{}; Type = 'KanaPerps.FundingRate' }
        @{ Topic = 'deposit_withdraw_history'; By = @{ WalletAddress = '0xe1' }; Type = 'KanaPerps.Transfer' }
        @{ Topic = 'live_trade_history'; By = @{ WalletAddress = '0xe1' }; Type = 'KanaPerps.TopicMessage' }
    ) {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-KanaEvent $Topic @By @venue -MessageData $seen -Action { $Event.MessageData.Enqueue($EventArgs.Item) } | Out-Null
        Wait-Until { $seen.Count -ge 1 } -Because "$Topic brings something"
        $seen.ToArray()[0] | Should -BeOfType $Type
    }

    It 'brings the funding rates of the markets named, and no others' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-KanaEvent live_funding_rate -Symbol BTC-USD, ETH-USD @venue -EveryMessage -MessageData $seen -Action { $Event.MessageData.Enqueue($EventArgs.Item.Symbol) } | Out-Null
        Wait-Until { $seen.Count -ge 6 } -Because 'rates come'
        $seen.ToArray() | Sort-Object -Unique | Should -Be 'BTC-USD', 'ETH-USD'
    }

    It 'brings the funding rates named for each venue' {
        $other = Start-TestExchange
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        [pscustomobject]@{ MarketId = 14; Endpoint = $exchange.WebSocketUri }, [pscustomobject]@{ MarketId = 15; Endpoint = $other.WebSocketUri } |
            Register-KanaEvent live_funding_rate -EveryMessage -MessageData $seen -Action { if ($EventArgs.Item) { $Event.MessageData.Enqueue("$($EventArgs.Item.MarketId) $($EventArgs.Feed.Endpoint)") } } | Out-Null
        $expected = "14 $($exchange.WebSocketUri)", "15 $($other.WebSocketUri)"
        Wait-Until { @($seen.ToArray() | Sort-Object -Unique).Count -ge 2 -and $seen.Count -ge 6 } -Because 'rates of both come'
        $seen.ToArray() | Sort-Object -Unique | Should -Be $expected
        Get-EventSubscriber | Unregister-Event
        $other.Dispose()
    }

    It 'tells a loss and the return as events with a notice' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-KanaEvent recent_trades Trades -MarketId 14 -NewOnly @venue -MessageData $seen -Action { $Event.MessageData.Enqueue($EventArgs) } | Out-Null
        Wait-Until { $seen.Count -ge 1 } -Because 'trades come'
        $exchange.CloseConnections(1012, 'restart')
        Wait-Until { $seen.ToArray().Notice.Where({ $_ -is [KanaPerps.Streaming.ReconnectedNotice] }) } -Because 'the feed lives again'
        $all = $seen.ToArray()
        $loss = $all.Where({ $_.Notice -is [KanaPerps.Streaming.ReconnectingNotice] })[0]
        $loss.Item | Should -BeNullOrEmpty
        "$loss" | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ APT-USD trades: connection lost: .*1012'
        $all.Where({ $_.Item -and $_.Notice }) | Should -BeNullOrEmpty
        $all.Where({ -not $_.Item -and -not $_.Notice }) | Should -BeNullOrEmpty
    }

    It 'holds its pace to a busy session: it merges states instead of heaping them up' {
        $flood = Start-TestExchange -Rate 1000
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        $gate = [Threading.ManualResetEventSlim]::new()
        $watcher = Start-Watcher {
            param($Endpoint, $Seen, $Gate)
            Register-KanaEvent orderbook Flood -MarketId 14 -Endpoint $Endpoint -MessageData $Seen -Action { $Event.MessageData.Enqueue($EventArgs.Item) } | Out-Null
            $Gate.Wait()
            while ($Seen.Count -le 150) { [Threading.Thread]::Sleep(5) }
        } @{ Endpoint = $flood.WebSocketUri; Seen = $seen; Gate = $gate }
        Wait-Until { (Get-ConnectionTo $flood.WebSocketUri).Merged -gt 300 } -Because 'what the action has no time for is merged'
        $seen.Count | Should -BeLessOrEqual 100
        $gate.Set()
        Wait-End $watcher
        $seen.Count | Should -BeGreaterThan 150 -Because 'it goes on when there is time'
        Remove-Watcher $watcher
        $flood.Dispose()
    }
}

Describe 'Register-KanaEvent without an action' {
    AfterEach {
        Get-EventSubscriber -Force | Unregister-Event
        Get-Event | Remove-Event
    }

    It 'writes nothing, and each row waits once in its order for Get-Event' {
        Register-KanaEvent recent_trades Rows -MarketId 14 -NewOnly @venue | Should -BeNullOrEmpty
        Wait-Event Rows -Timeout 20 | Out-Null
        Wait-Until { @(Get-Event -SourceIdentifier Rows).Count -ge 50 } -Because 'trades come'
        Unregister-Event Rows
        $rows = (Get-Event -SourceIdentifier Rows).SourceEventArgs.Item
        $versions = $rows.TransactionVersion
        $versions | Should -Be ($versions | Sort-Object)
        ($rows | Select-Object -Unique TransactionVersion, Address, Price, Size).Count | Should -Be $rows.Count
    }

    It 'leaves no more than 1000 unread, merges what comes meanwhile, and goes on when they are read' {
        $flood = Start-TestExchange -Rate 2000
        Register-KanaEvent orderbook Flood -MarketId 14 -Endpoint $flood.WebSocketUri
        Wait-Until { $ExecutionContext.Events.ReceivedEvents.Count -ge 1000 } -Because 'the queue fills'
        Wait-Until { (Get-ConnectionTo $flood.WebSocketUri).Merged -gt 200 } -Because 'the feed goes on'
        $ExecutionContext.Events.ReceivedEvents.Count | Should -Be 1000
        Remove-Event Flood
        Wait-Event Flood -Timeout 20 | Should -Not -BeNullOrEmpty
        Unregister-Event Flood
        $flood.Dispose()
    }
}

Describe 'A subscription ended by <How>' -ForEach @(
    @{ How = 'Unregister-Event'; End = { Unregister-Event E } }
    @{ How = 'Stop-Job'; End = { Stop-Job $job } }
    @{ How = 'Remove-Job -Force'; End = { Remove-Job $job -Force } }
    @{ How = 'Remove-Module'; End = { Remove-Module KanaPerps } }
    @{ How = '-MaxTriggerCount'; End = { while ($job.State -ne 'Stopped') { [Threading.Thread]::Sleep(5) }; if (@(Receive-Job $job).Count -ne 5) { throw 'not five' } }; Most = @{ MaxTriggerCount = 5 } }
) {
    It 'leaves no subscriber and no socket, and the job stopped' {
        $own = Start-TestExchange
        $watcher = Start-Watcher {
            param($Endpoint, $End, $Most)
            $job = Register-KanaEvent orderbook E -MarketId 14 -Endpoint $Endpoint @Most -Action { $EventArgs.Item.Symbol }
            while (-not $job.HasMoreData) { [Threading.Thread]::Sleep(5) }
            . ([scriptblock]::Create($End))
            $job.State
            @(Get-EventSubscriber -Force).Count
        } @{ Endpoint = $own.WebSocketUri; End = "$End"; Most = $Most ?? @{} }
        Wait-End $watcher
        "$($watcher.Streams.Error)" | Should -BeNullOrEmpty
        $watcher.Output[0] | Should -Be 'Stopped'
        $watcher.Output[1] | Should -Be 0
        Wait-ConnectionCount $own 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $watcher
        $own.Dispose()
    }
}

Describe 'A subscription' {
    It 'of a runspace that closes goes with it' {
        $own = Start-TestExchange
        $watcher = Start-Watcher { param($Endpoint) Register-KanaEvent orderbook E -MarketId 14 -Endpoint $Endpoint } @{ Endpoint = $own.WebSocketUri }
        Wait-End $watcher
        Wait-ConnectionCount $own 1 | Out-Null
        $watcher.Shell.Runspace.Close()
        Wait-ConnectionCount $own 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $watcher
        $own.Dispose()
    }

    It 'of one runspace is left alone when another one removes the module' {
        $own = Start-TestExchange
        $watcher = Start-Watcher { param($Endpoint) Register-KanaEvent orderbook E -MarketId 14 -Endpoint $Endpoint } @{ Endpoint = $own.WebSocketUri }
        Wait-End $watcher
        Wait-ConnectionCount $own 1 | Out-Null
        $other = Start-Watcher { Get-KanaMarket | Out-Null; Remove-Module KanaPerps }
        Wait-End $other
        $watcher.Shell.Runspace.Events.Subscribers | Should -HaveCount 1
        $own.ConnectionCount | Should -Be 1
        $watcher, $other | Remove-Watcher
        Wait-ConnectionCount $own 0 | Out-Null
        $own.Dispose()
    }

    It 'whose feed ends for good tells so, and is over' {
        $server = Start-ScriptedServer
        $server.Reply('/ws/', '404 Not Found', '')
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        $job = Register-KanaEvent orderbook Gone -MarketId 14 -Endpoint $server.WebSocketUri -MessageData $seen -Action { $Event.MessageData.Enqueue($EventArgs.Notice) }
        Wait-Until { $job.State -eq 'Stopped' } -Because 'nothing more can come'
        $seen.ToArray()[-1] | Should -BeOfType KanaPerps.Streaming.FaultNotice
        $seen.ToArray()[-1].Error.Kind | Should -Be 'NotFound'
        Get-EventSubscriber Gone -ErrorAction Ignore | Should -BeNullOrEmpty
        $job | Remove-Job
        $server.Dispose()
    }

    It 'with -SupportEvent is hidden and writes no job' {
        Register-KanaEvent orderbook Hidden -MarketId 14 @venue -SupportEvent -Action { } | Should -BeNullOrEmpty
        Get-EventSubscriber | Where-Object SourceIdentifier -EQ Hidden | Should -BeNullOrEmpty
        Get-EventSubscriber -Force | Where-Object SourceIdentifier -EQ Hidden | Should -HaveCount 1
        Unregister-Event Hidden -Force
    }

    It 'takes no source identifier that is taken' {
        Register-KanaEvent orderbook Taken -MarketId 14 @venue
        try {
            $result = Invoke-Caught { Register-KanaEvent orderbook Taken -MarketId 15 @venue }
            $result.Terminated | Should -BeTrue
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaSubscriberExists,*'
            Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 15 | Should -BeNullOrEmpty
        }
        finally { Unregister-Event Taken; Get-Event | Remove-Event }
    }

    It 'needs what its topic is asked for by: <Says>' -ForEach @(
        @{ Topic = 'orderbook'; By = @{}; Says = 'by market' }
        @{ Topic = 'positions'; By = @{ MarketId = 14 }; Says = 'by account' }
        @{ Topic = 'live_funding_rate'; By = @{ ProfileAddress = '0x1' }; Says = 'by its name alone' }
    ) {
        $result = Invoke-Caught { Register-KanaEvent $Topic @By @venue }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaTopicKey,*'
        "$($result.Errors[0])" | Should -Match $Says
    }

    It 'of a misspelt topic warns, and is made all the same' {
        foreach ($topic in 'orderbok', 'book') {
            Register-KanaEvent $topic Odd -MarketId 14 @venue -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match 'Did you mean orderbook\?'
            Unregister-Event Odd
        }
    }

    It 'refuses a name that PowerShell reserves: <_>' -ForEach 'PowerShell.Exiting', 'powershell.onidle' {
        $name = $_
        $result = Invoke-Caught { Register-KanaEvent orderbook $name -MarketId 31 @venue }
        $result.Terminated | Should -BeTrue
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaReservedName,*'
        $result.Errors[0].TargetObject | Should -Be $name
        Get-ErrorText $result.Errors[0] | Should -Match 'reserved for an event of PowerShell itself.*Choose another name'
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 31 | Should -BeNullOrEmpty
    }
}
