# The live ladder: what it draws in a host's window, and that the window is given back however it ends.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri | Out-Null
    $exchange.Step(20)

    function Start-Ladder([uri] $Endpoint = $exchange.WebSocketUri, [hashtable] $With = @{}, [int] $Width = 120, [int] $Height = 30, [scriptblock] $Script = { param($Parameters) Show-KanaOrderBook @Parameters }) {
        Start-Show $Script -With (@{ MarketId = 14; Endpoint = $Endpoint } + $With) -Width $Width -Height $Height
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'The picture of Show-KanaOrderBook' {
    BeforeAll {
        $show = Start-Ladder
        $lines = Wait-Picture $show 'trades live'
        $book = Get-KanaOrderBook 14 -Endpoint $exchange.WebSocketUri
        $trades = @(Get-KanaTrade 14 -Endpoint $exchange.WebSocketUri | Where-Object Side -EQ Buy)
    }

    AfterAll {
        Stop-Show $show
    }

    It 'has the market, the network and the time of the book above' {
        $lines[0] | Should -Match "^APT-USD  $([regex]::Escape($book.Network)) +\d\d:\d\d:\d\d UTC"
    }

    It 'has the best prices around the spread, with sizes and bars' {
        $spread = 0..($lines.Count - 1) | Where-Object { $lines[$_] -match '^─── spread' }
        $lines[$spread] | Should -Match "spread $($book.Spread.ToString('F3')) \([\d.]+ bps\)  mid "
        $lines[$spread - 1] | Should -Match "^ask +$($book.BestAsk.ToString('F3')) +$($book.BestAskSize.ToString('F3')) .*[█▏▎▍▌▋▊▉]"
        $lines[$spread + 1] | Should -Match "^bid +$($book.BestBid.ToString('F3')) +$($book.BestBidSize.ToString('F3')) .*[█▏▎▍▌▋▊▉]"
    }

    It 'has the last trades beside it in a wide window, the newest first, each match once' {
        $lines[0] | Should -Match 'last trades \(UTC\)$'
        foreach ($i in 1..3) {
            $trade = $trades[-$i]
            $lines[$i] | Should -Match "$($trade.Timestamp.ToString('HH:mm:ss')) [▲▼ ] $($trade.Price.ToString('F3')) +$($trade.Size.ToString('F3'))$"
        }
    }

    It 'has the health of both connections below' {
        $lines[-1] | Should -Match '^book live \d+ s  trades live \d+ s  reconnects 0  gaps 0  lagged 0  bad messages 0 +q quits$'
    }

    It 'follows the book' {
        $exchange.Step(5)
        $next = Get-KanaOrderBook 14 -Endpoint $exchange.WebSocketUri
        Wait-Picture $show "ask +$($next.BestAsk.ToString('F3')) +$($next.BestAskSize.ToString('F3'))[^\n]*\n─── spread $($next.Spread.ToString('F3'))"
    }

    It 'has a clock that goes on while the book stands still' {
        $before = ($show.Screen.Lines[0] | Select-String '\d\d:\d\d:\d\d UTC').Matches.Value
        Wait-Until { $show.Screen.Lines[0] -match '(\d\d:\d\d:\d\d UTC)' -and $Matches[1] -ne $before } -Because 'time goes on'
    }

    It 'is not drawn again while nothing changes' {
        # The books stand still; the clock and the ages of the last messages are what moves, once a second each.
        $before = $show.Screen.Writes
        $clock = [Diagnostics.Stopwatch]::StartNew()
        foreach ($second in 1..2) {
            $shown = $show.Screen.Lines[0]
            Wait-Until { $show.Screen.Lines[0] -ne $shown } -Because 'time goes on'
        }
        ($show.Screen.Writes - $before) | Should -BeLessOrEqual (3 * [Math]::Ceiling($clock.Elapsed.TotalSeconds) + 3)
    }

    It 'fits the window whatever its size: <Width> x <Height>' -ForEach @(
        @{ Width = 200; Height = 60; Shows = 'last trades' }
        @{ Width = 80; Height = 24; Shows = 'last trades' }
        @{ Width = 60; Height = 20; Shows = 'last trades' }
        @{ Width = 40; Height = 12; Shows = 'spread' }
        @{ Width = 20; Height = 10; Shows = 'spread' }
        @{ Width = 20; Height = 3; Shows = 'book live' }
        @{ Width = 20; Height = 1; Shows = 'spread' }
        @{ Width = 5; Height = 5; Shows = '(?m)^-?\d\.\d{3}$' }
        @{ Width = 1; Height = 1; Shows = '' }
    ) {
        $writes = $show.Screen.Writes
        $show.Screen.Resize($Width, $Height)
        Wait-Until { $show.Screen.Writes -gt $writes } -Because 'a new size is a new picture'
        Wait-Picture $show $Shows | Should -HaveCount $Height
        $show.Screen.Mistake | Should -BeNullOrEmpty
    }

    It 'reaches into the last column, and the erasing behind a line does not' {
        $show.Screen.Resize(70, 20)
        (Wait-Picture $show '(?m)^─── spread.*─$') -match 'spread' | ForEach-Object { $_.Length | Should -Be 70 }
    }

    It 'writes nothing into the pipeline' {
        $show.Output.Count, $show.Streams.Warning.Count, $show.Streams.Error.Count | Should -Be 0, 0, 0
    }
}

Describe 'Show-KanaOrderBook' {
    It 'shows no more than -Depth levels of each side' {
        $show = Start-Ladder -With @{ Depth = 3 }
        $lines = Wait-Picture $show 'spread'
        @($lines -match '^ask'), @($lines -match '^bid') | ForEach-Object { $_ | Should -HaveCount 3 }
        Stop-Show $show
    }

    It 'draws no faster than 20 times a second, however fast the venue is' {
        $fast = Start-TestExchange
        $show = Start-Ladder $fast.WebSocketUri
        Wait-Picture $show 'spread' | Out-Null
        ($before, $sent, $clock) = $show.Screen.Writes, $fast.MessagesSent, [Diagnostics.Stopwatch]::StartNew()
        Wait-Until { $fast.MessagesSent -gt $sent + 150 -and $clock.Elapsed.TotalSeconds -gt 1 } -Because 'the venue sends'
        ($show.Screen.Writes - $before) | Should -BeLessOrEqual (3 + $clock.ElapsedMilliseconds / 50)
        Stop-Show $show
        $fast.Dispose()
    }

    It 'shows no colour where plain text is asked for, and takes the window over past a host that strips decoration' {
        $PSStyle.OutputRendering = 'PlainText'
        try {
            $show = Start-Ladder
            (Wait-Picture $show 'spread') -match '^bid' | Should -Not -BeNullOrEmpty
            $show.Screen.Styles | Should -Be 0
            Stop-Show $show
        }
        finally {
            $PSStyle.OutputRendering = 'Host'
        }
    }

    It 'takes a market from the pipeline, with its network' {
        $market = [pscustomobject]@{ MarketId = '14'; Symbol = 'APT-USD'; Network = "$($exchange.WebSocketUri)" }
        $show = Start-Ladder -Script { param($Parameters) $Parameters.Market | Show-KanaOrderBook } -With @{ Market = $market }
        (Wait-Picture $show 'spread')[0] | Should -Match "^APT-USD  $([regex]::Escape($exchange.WebSocketUri))"
        Stop-Show $show
    }
}

Describe 'The window is given back' {
    It 'on q, and the connections close at once' {
        Wait-ConnectionCount $exchange 0 | Out-Null
        $show = Start-Ladder
        Wait-Picture $show 'spread' | Out-Null
        $show.Screen.Keys.Enqueue('x')
        $show.Screen.Keys.Enqueue('q')
        Wait-End $show
        Assert-GivenBack $show
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $show
    }

    It 'on Stop(), as on Ctrl+C' {
        $show = Start-Ladder
        Wait-Picture $show 'spread' | Out-Null
        $show.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(2000) | Should -BeTrue
        $show.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        Assert-GivenBack $show
        Wait-ConnectionCount $exchange 0 | Should -BeLessThan ([timespan]::FromSeconds(2))
        Remove-Watcher $show
    }

    It 'when its time is over' {
        $show = Start-Ladder -With @{ TimeoutSec = 1.5 }
        Wait-Picture $show 'spread' | Out-Null
        Wait-End $show
        Assert-GivenBack $show
        $show.Streams.Error | Should -BeNullOrEmpty
        Remove-Watcher $show
    }

    It 'when the host fails in the midst of it, and the error is told' {
        $show = Start-Ladder
        Wait-Picture $show 'spread' | Out-Null
        $show.Screen.FailsAfter = $show.Screen.Writes
        $exchange.Step(1)
        Wait-End $show
        Assert-GivenBack $show
        "$($show.Streams.Error)" | Should -Match 'The window is gone'
        Remove-Watcher $show
    }

    It 'when the venue refuses for good, with the error that every stream gives' {
        $server = Start-ScriptedServer -Frames (Get-Content -Raw (Join-Path $PSScriptRoot 'Fixtures/orderbook.json'))
        $show = Start-Ladder $server.WebSocketUri
        Wait-Picture $show 'spread' | Out-Null
        $server.Reply('/ws/', '404 Not Found', '')
        $server.CloseConnections()
        Wait-End $show
        Assert-GivenBack $show
        $show.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'KanaNotFound,*ShowKanaOrderBookCommand'
        Remove-Watcher $show
        $server.Dispose()
    }

    It 'when somebody closes the connection, with the warning that every stream gives' {
        $show = Start-Ladder
        Wait-Picture $show 'spread' | Out-Null
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Topic -EQ orderbook | Disconnect-KanaConnection
        Wait-End $show
        $show.Screen.IsAlternate | Should -BeFalse
        "$($show.Streams.Warning)" | Should -Match 'closed on request'
        Remove-Watcher $show
    }
}

Describe 'A connection that is lost while the picture shows' {
    It 'is told in the picture, with its reason, and so is its return' {
        $show = Start-Ladder
        Wait-Picture $show 'spread' | Out-Null
        $exchange.CloseConnections(1012, 'restart')
        Wait-Picture $show 'code 1012, restart|reconnected after' | Out-Null
        Wait-Until { $exchange.Step(1); ($show.Screen.Lines -join "`n") -match 'reconnects [12]' } -Because 'the feeds reconnect'
        Wait-Picture $show '\d\d:\d\d:\d\d (book|trades): reconnected after' | Out-Null
        Stop-Show $show
    }

    It 'says of a gap to the end that rows may be missing, in a narrow window and in a small one' {
        $show = Start-Ladder -Width 60
        Wait-Picture $show 'trades live' | Out-Null
        $exchange.CloseConnections(1012, 'restart')
        $exchange.Step(2000)
        Wait-Picture $show '(?s)reconnected after.*may\s+be\s+missing\.' | Out-Null
        $show.Screen.Resize(60, 12)
        Stop-Show $show
    }

    It 'stays in sight while the venue does not answer, in a small window too' {
        $mortal = Start-TestExchange
        $show = Start-Ladder $mortal.WebSocketUri -Width 40 -Height 8
        Wait-Picture $show 'spread' | Out-Null
        $mortal.Dispose()
        Wait-Picture $show '(?m)^\d\d:\d\d:\d\d (book|trades): (connection|not con).*…$' | Should -HaveCount 8
        $show.Screen.Resize(120, 20)
        Wait-Picture $show 'book (backoff|connecting)' | Out-Null
        (Wait-Picture $show 'spread') -match '^bid' | Should -Not -BeNullOrEmpty -Because 'the last book known stays'
        Stop-Show $show
    }
}

Describe 'Before there is a book to draw, Show-KanaOrderBook' {
    It 'gives the error of an endpoint that does not answer, and leaves the window alone' {
        $refusing = New-RefusingEndpoint
        $show = Start-Ladder $refusing.Uri -With @{ ErrorAction = 'Stop' }
        Wait-End $show
        $show.Screen.Writes | Should -Be 1
        Get-ErrorText $show.Shell.InvocationStateInfo.Reason.ErrorRecord | Should -Match 'Check the network and the endpoint'
        Remove-Watcher $show
        $refusing.Dispose()
    }

    It 'says what Get-KanaOrderBook says when no book comes in its time' {
        $silent = Start-ScriptedServer -Frames $null
        foreach ($case in @{ MarketId = 99998; Endpoint = $exchange.WebSocketUri }, @{ MarketId = 14; Endpoint = $silent.WebSocketUri }) {
            $case.TimeoutSec = 1.5
            $expected = (Invoke-Caught { Get-KanaOrderBook @case }).Errors[0]
            $show = Start-Watcher { param($Case) Show-KanaOrderBook @Case } @{ Case = $case } -PSHost ($window = New-RecordingHost 80 24)
            Wait-End $show
            $show.Streams.Error | Should -HaveCount 1
            Get-ErrorText $show.Streams.Error[0] | Should -BeExactly (Get-ErrorText $expected)
            $show.Streams.Error[0].FullyQualifiedErrorId.Split(',')[0] | Should -Be $expected.FullyQualifiedErrorId.Split(',')[0]
            $window.Screen.IsAlternate | Should -BeFalse
            Remove-Watcher $show
        }
        $silent.Dispose()
    }

    It 'ends on q, which does not land on the prompt' {
        $show = Start-Watcher { param($Endpoint) Show-KanaOrderBook 99997 -Endpoint $Endpoint } @{ Endpoint = $exchange.WebSocketUri } -PSHost ($window = New-RecordingHost 80 24)
        $window.Screen.Keys.Enqueue('x')
        $window.Screen.Keys.Enqueue('q')
        Wait-End $show
        $window.Screen.Keys.Count | Should -Be 0
        $window.Screen.Writes | Should -Be 0
        $show.Streams.Error | Should -BeNullOrEmpty
        Remove-Watcher $show
    }

    It 'stops at once, and leaves the window alone' {
        $show = Start-Watcher { param($Endpoint) Show-KanaOrderBook 99999 -Endpoint $Endpoint } @{ Endpoint = $exchange.WebSocketUri } -PSHost ($window = New-RecordingHost 80 24)
        Wait-Until { (Get-ConnectionTo $exchange.WebSocketUri | Where-Object Key -EQ 99999).State -contains 'Subscribed' } -Because 'it waits for a first message'
        Stop-Watcher $show | Should -BeLessThan ([timespan]::FromSeconds(2))
        $window.Screen.Writes | Should -Be 0
    }
}

Describe 'A host without a screen' {
    It 'is told so, with the next step, and is written nothing: <What>' -ForEach @(
        @{ What = 'no host at all'; Make = { $null } }
        @{ What = 'a window of no size'; Make = { New-RecordingHost 0 0 } }
        @{ What = 'no escape sequences'; Make = { $window = New-RecordingHost 80 24; $window.Screen.SupportsVirtualTerminal = $false; $window } }
    ) {
        $window = & $Make
        $with = $window ? @{ PSHost = $window } : @{}
        $show = Start-Watcher { param($Endpoint) Show-KanaOrderBook 14 -Endpoint $Endpoint } @{ Endpoint = $exchange.WebSocketUri } @with
        Wait-End $show
        $record = $show.Streams.Error[0]
        $record.FullyQualifiedErrorId | Should -Be 'KanaNoScreen,KanaPerps.PowerShell.ShowKanaOrderBookCommand'
        $record.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $record.TargetObject | Should -Be ($window ? 'RecordingHost' : 'Default Host')
        Get-ErrorText $record | Should -Match "has no screen to draw on\. .*Watch-KanaOrderBook"
        if ($window) { $window.Screen.Writes | Should -Be 0 }
        Remove-Watcher $show
    }

    It 'is a console whose output is redirected, too' {
        $manifest = Get-ModuleManifestPath
        $text = Invoke-Shell -Command "Import-Module '$manifest'; Show-KanaOrderBook 14 -Endpoint $($exchange.WebSocketUri)" 2>&1 | Out-String
        $text | Should -Match 'The output is redirected\.'
        $text -replace '\e\[[\d;]*m' | Should -Not -Match '\e'
    }

    It 'needs no keyboard: then only the hint differs' {
        $show = Start-Ladder
        $show.Screen.HasKeyboard = $false
        Wait-Picture $show 'Ctrl\+C quits' | Out-Null
        $show.Shell.Stop()
        Assert-GivenBack $show
        Remove-Watcher $show
    }
}

Describe 'A mistake in what is asked for' {
    It 'is an error when <What>' -ForEach @(
        @{ What = 'several markets are named'; With = @{ MarketId = 14, 15 }; Id = 'KanaOneMarketOnly'; Says = '2 markets were given' }
        @{ What = 'a symbol matches several'; With = @{ Symbol = '*' }; Id = 'KanaOneMarketOnly'; Says = '4 markets were given' }
        @{ What = 'a symbol matches none'; With = @{ Symbol = 'NOPE' }; Id = 'KanaUnknownSymbol'; Says = 'NOPE' }
    ) {
        $show = Start-Watcher { param($With) Show-KanaOrderBook @With } @{ With = $With + @{ Endpoint = $exchange.WebSocketUri } } -PSHost ($window = New-RecordingHost 80 24)
        Wait-End $show
        $record = $show.Streams.Error[0]
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$record" | Should -Match $Says
        $window.Screen.Writes | Should -Be 0
        Remove-Watcher $show
    }
}
