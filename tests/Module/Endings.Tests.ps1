# Every way in which a stream ends: at once, with no error of its own, and with no socket left.

BeforeDiscovery {
    # A position topic of an account that never trades is silent; an order book is busy.
    $silent = "Watch-KanaTransfer -WalletAddress '0x1' -NewOnly"
    $busy = 'Watch-KanaOrderBook 14'
    $endings = @(
        @{ How = '-MaxEvents'; Script = "$busy -Endpoint `$Endpoint -MaxEvents 3" }
        @{ How = '-TimeoutSec while the topic is silent'; Script = "$silent -Endpoint `$Endpoint -TimeoutSec 2" }
        @{ How = '-TimeoutSec while it is busy'; Script = "$busy -Endpoint `$Endpoint -TimeoutSec 2 | Out-Null" }
        @{ How = 'Select-Object -First'; Script = "$busy -Endpoint `$Endpoint | Select-Object -First 2" }
        @{ How = 'break out of a loop around the pipeline'; Script = "foreach (`$once in 1) { $busy -Endpoint `$Endpoint | ForEach-Object { `$_; break } }" }
        @{ How = 'a downstream throw'; Script = "try { $busy -Endpoint `$Endpoint | ForEach-Object { throw 'downstream' } } catch { if (`"`$_`" -ne 'downstream') { throw } }" }
        @{ How = 'a downstream terminating error'; Script = "try { $busy -Endpoint `$Endpoint | Get-Item -LiteralPath { '/nowhere' } -ErrorAction Stop } catch [Management.Automation.ItemNotFoundException] { 'caught' }" }
        @{ How = 'return out of a function'; Script = "function One { $busy -Endpoint `$Endpoint | ForEach-Object { return `$_ } | Select-Object -First 1 }; One" }
    )
    $stops = @(
        @{ State = 'live and busy'; Script = "$busy -Endpoint `$Endpoint"; Waits = { $watcher.Output.Count -gt 0 } }
        @{ State = 'live and silent'; Script = "$silent -Endpoint `$Endpoint"; Waits = { (Get-ConnectionTo $endpoint).State -eq 'Live' } }
        @{ State = 'waiting for a first message that never comes'; Script = 'Watch-KanaOrderBook 99999 -Endpoint $Endpoint'; Waits = { (Get-ConnectionTo $endpoint).State -eq 'Subscribed' } }
        @{ State = 'in a Get- that waits for an answer'; Script = 'Get-KanaOrderBook 99999 -Endpoint $Endpoint'; Waits = { (Get-ConnectionTo $endpoint).State -eq 'Subscribed' } }
        @{ State = 'with a pipeline that is busy downstream'; Script = "$busy -Endpoint `$Endpoint | ForEach-Object { `$_; while (`$true) { [Threading.Thread]::Sleep(10) } }"; Waits = { $watcher.Output.Count -gt 0 } }
    )
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchanges = [Collections.Generic.List[object]]::new()
    function New-Exchange { $exchange = Start-TestExchange; $exchanges.Add($exchange); $exchange }
}

AfterAll {
    $exchanges | ForEach-Object Dispose
}

Describe 'A stream that ends by <How>' -ForEach $endings {
    It 'ends in time, writes no error, and has no subscriber left' {
        $exchange = New-Exchange
        $result = Invoke-Caught { & ([scriptblock]::Create("param(`$Endpoint) $Script")) $exchange.WebSocketUri }
        $result.Errors | Should -BeNullOrEmpty
        $result.Elapsed | Should -BeLessThan ([timespan]::FromSeconds(10))
        $exchange.TotalConnections | Should -Be 1
        (Get-ConnectionTo $exchange.WebSocketUri).Subscribers | Should -BeIn $null, 0
    }
}

Describe 'After all these endings' {
    It 'the sockets close when they have lingered' {
        foreach ($exchange in $exchanges) {
            Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(10))
        }
    }
}

Describe 'Stop() on a stream that is <State>' -ForEach $stops {
    It 'takes effect within 2 s and closes the socket at once' {
        $exchange = New-Exchange
        $endpoint = $exchange.WebSocketUri
        $watcher = Start-Watcher ([scriptblock]::Create("param(`$Endpoint) $Script")) @{ Endpoint = $endpoint }
        Wait-Until $Waits -Because "the stream is $State"
        $stopped = $watcher.Shell.BeginStop($null, $null)
        $stopped.AsyncWaitHandle.WaitOne(2000) | Should -BeTrue -Because 'a pipeline that is stopped stops'
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        $watcher.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        Get-ConnectionTo $endpoint | Should -BeNullOrEmpty
        Remove-Watcher $watcher
    }
}

Describe 'Stop() on a stream that writes before it hears of it' {
    It 'closes the socket at once all the same' {
        # A pipeline that is being stopped refuses objects at once, and tells its commands one after the other, the innermost first.
        Add-Type -LiteralPath (Join-Path $PSScriptRoot 'BlockedStop.cs') -CompilerOptions '-nullable:enable'
        $exchange = New-Exchange
        $watcher = Start-Watcher {
            param($Endpoint, $Assembly)
            Import-Module -Assembly $Assembly
            Watch-KanaOrderBook 14 -Endpoint $Endpoint | ForEach-Object { $_; Wait-BlockedStop }
        } @{ Endpoint = $exchange.WebSocketUri; Assembly = [KanaPerps.ModuleTests.WaitBlockedStopCommand].Assembly }
        Wait-Until { $watcher.Output.Count -gt 0 } -Because 'the stream is live and busy'
        try {
            $stopped = $watcher.Shell.BeginStop($null, $null)
            Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        }
        finally { [KanaPerps.ModuleTests.WaitBlockedStopCommand]::LetGo.Set() }
        $watcher.Shell.EndStop($stopped)
        Remove-Watcher $watcher
    }
}

Describe 'Stop() on a stream that does not reach its venue' {
    It 'takes effect within 2 s while it <What>' -ForEach @(
        @{ What = 'dials a server that never answers'; State = 'Connecting' }
        @{ What = 'waits to dial again'; State = 'Backoff' }
    ) {
        $peer = $State -eq 'Backoff' ? (New-RefusingEndpoint) : (Start-ScriptedServer -Frames $null)
        $endpoint = $State -eq 'Backoff' ? $peer.Uri : $peer.WebSocketUri
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint } @{ Endpoint = $endpoint }
        Wait-Until { (Get-ConnectionTo $endpoint).State -eq $State } -Because "the feed is in the state $State"
        Stop-Watcher $watcher | Should -BeLessThan ([timespan]::FromSeconds(2))
        Wait-Until { -not (Get-ConnectionTo $endpoint) } -Because 'it no longer connects' -TimeoutSec 2
        if ($State -eq 'Connecting') { Wait-Until { $peer.ConnectionCount -eq 0 } -Because 'the socket is closed' -TimeoutSec 2 }
        $peer.Dispose()
    }
}

Describe 'A stream with -TimeoutSec' {
    It 'ends Watch- at its time, with a warning that names the likely cause when nothing came' {
        $exchange = New-Exchange
        $result = Invoke-Caught { Watch-KanaOrderBook 99999 -Endpoint $exchange.WebSocketUri -TimeoutSec 2 3>&1 }
        $result.Output | Should -HaveCount 1
        "$($result.Output)" | Should -Match 'Z market 99999 order book: no data for 2 s\. The venue accepted the subscription and sent nothing\. The (market id may not exist|venue lists no market 99999).*Get-KanaMarket -Live'
        $result.Errors | Should -BeNullOrEmpty
        $result.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 1.95
        $result.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'ends Get- with an error for each market that did not answer, after those that did' {
        $exchange = New-Exchange
        # The one that answers is connected already: whatever the machine does, its book is there in time.
        Get-KanaOrderBook 14 -Endpoint $exchange.WebSocketUri | Out-Null
        $result = Invoke-Caught { Get-KanaOrderBook 99999, 14, 88888 -Endpoint $exchange.WebSocketUri -Timeout 1.5 }
        $result.Output.MarketId | Should -Be 14
        $result.Terminated | Should -BeFalse
        $result.Errors | Should -HaveCount 2
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaNoFirstMessage,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $result.Errors.TargetObject | ForEach-Object ToString | Sort-Object | Should -Be 'orderbook 88888', 'orderbook 99999'
        Get-ErrorText $result.Errors[0] | Should -Match 'no data for 1\.5 s\. .*Get-KanaMarket -Live'
    }

    It 'ends it at its time while a slow pipeline takes the first list, and tells how many objects it left' {
        $exchange = Start-TestExchange -Paused
        $exchanges.Add($exchange)
        $all = @(Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri).Count
        $taken = [Collections.Generic.List[object]]::new()
        Watch-KanaTrade 14 -Endpoint $exchange.WebSocketUri -TimeoutSec 0.5 -WarningVariable told -WarningAction SilentlyContinue |
            ForEach-Object { $taken.Add($_); [Threading.Thread]::Sleep(200) }
        $taken.Count | Should -BeLessThan $all
        "$told" | Should -Match "before the pipeline had taken everything: $($all - $taken.Count) received objects"
    }

    It 'ends Get- with an error that tells how many objects of the answer it left' {
        $exchange = Start-TestExchange -Paused
        $exchanges.Add($exchange)
        $all = @(Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri).Count
        $result = Invoke-Caught { Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri -TimeoutSec 0.5 | ForEach-Object { $_; [Threading.Thread]::Sleep(200) } }
        $result.Output.Count | Should -BeLessThan $all
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaTimeout,*'
        Get-ErrorText $result.Errors[0] | Should -Match "$($all - $result.Output.Count) received objects"
    }

    It 'is one time for all look-ups of wallets' {
        $silent = Start-ScriptedServer -Frames $null
        $result = Invoke-Caught { Watch-KanaFill -WalletAddress '0x71', '0x72', '0x73' -Endpoint $silent.WebSocketUri -TimeoutSec 2 }
        $silent.Dispose()
        $result.Errors | Should -HaveCount 3
        Get-ErrorText $result.Errors[2] | Should -Match 'ran out of time before this wallet was looked up'
        $result.Elapsed.TotalSeconds | Should -BeLessThan 5.9 -Because 'each look-up had the whole time before'
    }

    It 'tells when look-ups have taken all of it, and does not blame the network' {
        $server = Start-ScriptedServer -Frames $null
        $server.ReplyOnce('/getProfileAddress', '200 OK', '{"success":true,"message":"ok","data":"0xc1"}', 'Content-Type: application/json')
        $result = Invoke-Caught { Watch-KanaFill -WalletAddress '0x74', '0x75' -Endpoint $server.WebSocketUri -TimeoutSec 1 3>&1 }
        $server.Dispose()
        $result.Errors | Should -HaveCount 1
        "$($result.Output)" | Should -Be 'The 1 s of the command were over before the streams began. Give more time with -TimeoutSec.'
    }
}
