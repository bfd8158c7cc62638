# What people do with objects in a pipeline, and with a module in a session: everything must behave as they know it.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(60)
    $trades = Get-KanaTrade 14 @venue
    $book = Get-KanaOrderBook 14 @venue
}

AfterAll {
    $exchange.Dispose()
}

Describe 'The common parameters' {
    It '-PipelineVariable holds the row at hand' {
        $seen = Invoke-Moving $exchange { Watch-KanaOrderBook 14, 15 @venue -MaxEvents 6 -PipelineVariable row | ForEach-Object { [object]::ReferenceEquals($row, $_) } }
        $seen | Should -Be (, $true * 6)
    }

    It '-OutVariable collects what is written, and adds with +' {
        Get-KanaOrderBook 14 @venue -OutVariable collected | Out-Null
        Get-KanaOrderBook 15 @venue -OutVariable +collected | Out-Null
        $collected | Should -HaveCount 2
        $collected | Should -BeOfType KanaPerps.OrderBook
    }

    It '$PSDefaultParameterValues sets a network, an endpoint or a limit for all commands' {
        $PSDefaultParameterValues['*-Kana*:Endpoint'] = $exchange.WebSocketUri
        $PSDefaultParameterValues['Watch-Kana*:MaxEvents'] = 2
        try {
            (Get-KanaOrderBook 14).Network | Should -Be $exchange.WebSocketUri
            Invoke-Moving $exchange { Watch-KanaTrade 14 } | Should -HaveCount 2
            { Get-KanaConnection; Get-KanaSimulator } | Should -Not -Throw -Because 'a default for a parameter that a command lacks is nothing'
        }
        finally { $PSDefaultParameterValues.Clear() }
    }

    It '-ErrorVariable, -WarningVariable and -ErrorAction Ignore work as anywhere' {
        Get-KanaMarket NOPE, APT-USD -ErrorVariable failed -ErrorAction SilentlyContinue | Should -HaveCount 1
        $failed | Should -HaveCount 1
        $before = $Error.Count
        Get-KanaMarket NOPE -ErrorAction Ignore | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }
}

Describe 'Rows in a pipeline' {
    It 'go through Tee-Object, into a variable and a file' {
        $trades | Tee-Object -Variable copy | Should -HaveCount $trades.Count
        $copy | Should -HaveCount $trades.Count
        $book | Tee-Object -FilePath TestDrive:/tee.txt | Out-Null
        Get-Content -Raw TestDrive:/tee.txt | Should -Match 'APT-USD'
    }

    It 'have market ids that are numbers: to look up by, to sort by, and in JSON' {
        $markets = @(Get-KanaMarket -Network Testnet SOL-USD, APT-USD) + @(Get-KanaMarket BTC-USD)
        ($markets | Sort-Object MarketId).MarketId | Should -Be 15, 1338, 2387
        $rows = @($trades[0], $book, $book.Levels[0]) + @(Get-KanaPrice 14 @venue) + @(Get-KanaFundingRate 14 @venue)
        $rows += foreach ($noun in 'Position', 'OpenOrder', 'Fill', 'OrderHistory', 'FundingHistory') { & "Get-Kana$noun" -WalletAddress 0x2a @venue | Select-Object -First 1 }
        $rows | Should -HaveCount 10
        foreach ($row in $rows) {
            $row.MarketId | Should -BeOfType long
            $row | ConvertTo-Json -Depth 1 -WarningAction Ignore | Should -Match '"MarketId": \d+,'
        }
        $prices = @{}
        Get-KanaPrice 14, 15 @venue | ForEach-Object { $prices[$_.MarketId] = $_ }
        $prices[15L].Symbol | Should -Be 'BTC-USD'
        ($book | Group-Object MarketId -AsHashTable)[$trades[0].MarketId].Symbol | Should -Be 'APT-USD'
    }

    It 'are grouped by Group-Object by an enum, a text or a number' {
        ($trades | Group-Object Side).Name | Should -BeIn 'Buy', 'Sell'
        ($trades | Group-Object Side | Measure-Object Count -Sum).Sum | Should -Be $trades.Count
        $byPrice = $trades | Group-Object Price -AsHashTable
        $byPrice[$trades[0].Price][0].Price | Should -Be $trades[0].Price
        (Get-KanaFundingRate @venue | Group-Object Symbol -AsHashTable)['BTC-USD'].MarketId | Should -Be 15
    }

    It 'are measured by Measure-Object' {
        $measured = $trades | Measure-Object Size -Minimum -Maximum -Sum
        $measured.Minimum | Should -Be ($trades.Size | Sort-Object | Select-Object -First 1)
        $measured.Maximum | Should -Be ($trades.Size | Sort-Object | Select-Object -Last 1)
        [Math]::Abs($measured.Sum - ($trades.Size | ForEach-Object { [double] $_ } | Measure-Object -Sum).Sum) | Should -BeLessThan 1e-6
        ($trades | Measure-Object Timestamp -Maximum).Maximum | Should -Be $trades[-1].Timestamp
    }

    It 'are sorted by Sort-Object by number, time and enum, not as texts' {
        $prices = ($trades | Sort-Object Price).Price
        for ($i = 1; $i -lt $prices.Count; $i++) { $prices[$i] | Should -BeGreaterOrEqual $prices[$i - 1] }
        ($trades | Sort-Object Timestamp -Descending)[0].Timestamp | Should -Be $trades[-1].Timestamp
        ($book.Levels | Sort-Object Level -Descending)[0].Level | Should -BeGreaterThan 9
        ($trades | Sort-Object Side)[0].Side | Should -Be 'Buy'
        @($trades | Sort-Object -Unique TransactionVersion, Side).Count | Should -BeLessOrEqual $trades.Count
    }

    It 'compare as levels of a book by price: <Prices>' -ForEach @{ Prices = 9.5, 10.25, 100 }, @{ Prices = 1, 2, 11 } {
        $levels = $Prices | ForEach-Object { [KanaPerps.BookLevel]::new($_, 1, $null, $null) }
        ($levels[2], $levels[0], $levels[1] | Sort-Object).Price | Should -Be $Prices
        $levels[0] -lt $levels[1] | Should -BeTrue
        $levels[2], $levels[2], $levels[0] | Sort-Object -Unique | Should -HaveCount 2
        { $levels[0].CompareTo('text') } | Should -Throw '*compares with its kind only*'
    }

    It 'are told apart by Sort-Object -Unique and Compare-Object silently: <_>' -ForEach @(
        'Get-KanaTrade 14', 'Get-KanaFundingRate', 'Get-KanaMarket -Live', 'Get-KanaBalance 0x5a11ce', 'Get-KanaPrice 14, 15, 16, 31', 'Get-KanaOrderBook 14, 15',
        '(Get-KanaOrderBook 14, 15).Levels', '(Get-KanaOrderBook 14, 15).Bids', "Get-KanaProfileAddress '0x5a11ce', '0xbeef'", 'Get-KanaConnection'
    ) {
        $command = [scriptblock]::Create($_)
        $PSDefaultParameterValues = @{ 'Get-Kana*:Endpoint' = $exchange.WebSocketUri }
        $all = @(& $command)
        $all.Count | Should -BeGreaterThan 1
        @($all | Sort-Object -Unique).Count | Should -Be $all.Count
        @(Compare-Object $all[0] $all[1]).Count | Should -Be 2
    }

    It 'are told apart by Select-Object -Unique, Where-Object and Compare-Object' {
        ($trades | Select-Object Side -Unique).Side | Sort-Object | Should -Be 'Buy', 'Sell'
        $trades | Where-Object { $_.Size -gt 1 -and $_.Side -eq 'Buy' } | ForEach-Object Side | Sort-Object -Unique | Should -Be 'Buy'
        Compare-Object $trades $trades -Property TransactionVersion, Address, Price | Should -BeNullOrEmpty
    }

    It 'are written to a file by Out-File and > as on the screen, without colour codes' {
        $trades | Select-Object -First 3 | Out-File TestDrive:/trades.txt
        $trades | Select-Object -First 3 > TestDrive:/redirected.txt
        foreach ($file in 'trades', 'redirected') {
            $text = Get-Content -Raw "TestDrive:/$file.txt"
            $text | Should -Match 'APT-USD'
            $text.IndexOf([char] 27) | Should -Be -1
        }
    }

    It 'fit a terminal of 20 columns' {
        foreach ($thing in $book, $trades[0], (Get-KanaMarket)[0], @(Get-KanaConnection)[0]) {
            foreach ($line in ($thing | Out-String -Width 20) -split '\r?\n') { ($line -replace '\e\[[\d;]*m').Length | Should -BeLessOrEqual 20 }
        }
    }
}

Describe 'An object that has been serialised as remoting does' {
    BeforeAll {
        function Copy-Serialised($Object) { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Object)) }
    }

    It 'keeps its properties: <What>' -ForEach @(
        @{ What = 'a trade'; Get = { $trades[0] } }
        @{ What = 'a book'; Get = { $book } }
        @{ What = 'a level'; Get = { $book.Levels[0] } }
        @{ What = 'a market'; Get = { Get-KanaMarket APT-USD } }
        @{ What = 'a funding rate'; Get = { @(Get-KanaFundingRate @venue)[0] } }
        @{ What = 'a connection'; Get = { @(Get-KanaConnection)[0] } }
    ) {
        $object = & $Get
        $copy = Copy-Serialised $object
        $copy.PSObject.TypeNames[0] | Should -Be "Deserialized.$($object.GetType().FullName)"
        "$copy" | Should -BeExactly "$object"
        foreach ($property in $object.PSObject.Properties) {
            $copy.PSObject.Properties.Name | Should -Contain $property.Name
            if ($property.Value -is [decimal]) { $copy.($property.Name) | Should -BeOfType decimal; $copy.($property.Name) | Should -Be $property.Value }
            if ($property.Value -is [enum]) { $copy.($property.Name) | Should -BeIn "$($property.Value)", ([int] $property.Value) }
        }
        ($copy | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'goes into other commands by its property names' {
        (Copy-Serialised $trades[0] | Get-KanaOrderBook -TimeoutSec 20).Network | Should -Be $exchange.WebSocketUri
        (Copy-Serialised (Get-KanaProfileAddress 0x510000 @venue) | Watch-KanaPosition -MaxEvents 1 -TimeoutSec 0.3) | Should -BeNullOrEmpty
        Get-ConnectionTo $exchange.WebSocketUri | Where-Object Topic -EQ positions | Should -Not -BeNullOrEmpty
    }

    It 'tells of an error its id and what to do' {
        $copy = Copy-Serialised (Invoke-Caught { Get-KanaMarket APTUSD }).Errors[0]
        $copy.FullyQualifiedErrorId | Should -BeLike 'KanaUnknownSymbol,*'
        $copy.ErrorDetails_RecommendedAction | Should -Match 'Did you mean APT-USD'
    }
}

Describe 'A session with constrained language' {
    It 'has everything: commands, tables, events' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModuleManifestPath))
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $exchange.Resume()
        $output = $shell.AddScript({
                param($Endpoint)
                "$($ExecutionContext.SessionState.LanguageMode)"
                $seen = Get-KanaOrderBook 14 -Endpoint $Endpoint
                "$($seen.Symbol) $($seen.Bids[0].Price -gt 0) $($seen.Levels.Count -gt 2)"
                (Get-KanaTrade 14 -Endpoint $Endpoint | Select-Object -First 1 | Format-Table | Out-String) -match 'APT-USD'
                ($seen | Format-Table | Out-String) -match 'APT-USD'
                ($seen | Format-List | Out-String) -match 'APT-USD'
                Watch-KanaTrade 14 -Endpoint $Endpoint -MaxEvents 1 | ForEach-Object { $_.Symbol }
                $job = Register-KanaEvent orderbook Constrained -MarketId 14 -Endpoint $Endpoint -MaxTriggerCount 1 -Action { $EventArgs.Item.Symbol; New-Event Acted | Out-Null }
                Wait-Event Acted -Timeout 20 | Out-Null
                Receive-Job $job
            }.ToString()).AddParameter('Endpoint', $exchange.WebSocketUri).Invoke()
        $exchange.Pause()
        "$($shell.Streams.Error)" | Should -BeNullOrEmpty
        $output | Should -Be 'ConstrainedLanguage', 'APT-USD True True', $true, $true, $true, 'APT-USD', 'APT-USD'
        $shell.Dispose()
        $runspace.Dispose()
    }
}

Describe 'A runspace pool' {
    It 'shares the connections, and closing it leaves none' {
        $own = Start-TestExchange -Rate 50
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModuleManifestPath))
        $pool = [runspacefactory]::CreateRunspacePool($state)
        [void] $pool.SetMaxRunspaces(4)
        $pool.Open()
        $runs = foreach ($market in 14, 15, 14, 15, 14, 15) {
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            [void] $shell.AddScript('param($Market, $Endpoint) Watch-KanaOrderBook $Market -Endpoint $Endpoint -MaxEvents 3 -TimeoutSec 20').AddArgument($market).AddArgument($own.WebSocketUri)
            @{ Shell = $shell; Run = $shell.BeginInvoke() }
        }
        $books = $runs | ForEach-Object { $_.Shell.EndInvoke($_.Run) }
        $books | Should -HaveCount 18
        $own.TotalConnections | Should -Be 2
        $runs.Shell | ForEach-Object Dispose
        $pool.Dispose()
        Wait-ConnectionCount $own 0 | Should -BeLessThan ([timespan]::FromSeconds(6))
        $own.Dispose()
    }
}

Describe 'The culture <_>' -ForEach 'ar-SA', 'he-IL', 'fa-IR', 'de-DE' {
    It 'changes no text of an object or an error, and reads its own CSV back' {
        $before = [cultureinfo]::CurrentCulture
        $book = Get-KanaOrderBook 14 @venue
        $plain = "$book $($book.Levels[0]) $($trades[0])"
        [cultureinfo]::CurrentCulture = $_
        try {
            "$book $($book.Levels[0]) $($trades[0])" | Should -BeExactly $plain
            "$((Get-KanaOrderBook 14 @venue))" | Should -BeExactly "$book"
            "$((Invoke-Caught { Get-KanaOrderBook 999 -Endpoint $exchange.WebSocketUri -TimeoutSec 0.2 }).Errors[0])" | Should -Match 'no data for 0\.2 s'
            $cells = $trades[0] | ConvertTo-Csv | ConvertFrom-Csv
            [decimal]::Parse($cells.Price) | Should -Be $trades[0].Price
            [cultureinfo]::InvariantCulture.CompareInfo.IndexOf(($trades[0] | ConvertTo-Json), '"Timestamp": "20') | Should -BeGreaterThan 0
            $trades[0].Timestamp.ToString('o') | Should -Match '^20\d\d-\d\d-\d\dT'
        }
        finally { [cultureinfo]::CurrentCulture = $before }
    }
}

Describe 'A time beside Get-Date in the time zone America/New_York' -Skip:$IsWindows {
    BeforeAll {
        $env:TZ = 'America/New_York'
        [TimeZoneInfo]::ClearCachedData()
        $time = (Get-KanaTrade 14 @venue)[0].ReceivedAt
    }

    AfterAll {
        $env:TZ = $null
        [TimeZoneInfo]::ClearCachedData()
    }

    It 'compares rightly on the left, and as a property of Where-Object' {
        (Get-Date).Hour | Should -Not -Be ([datetime]::UtcNow.Hour)
        foreach ($now in (Get-Date), [datetime]::UtcNow, [DateTimeOffset]::Now) {
            $time -gt $now.AddMinutes(-10) -and $time -lt $now.AddMinutes(10) | Should -BeTrue
            $time -gt $now.AddMinutes(10) -or $time -lt $now.AddMinutes(-10) | Should -BeFalse
        }
        $time -eq $time.LocalDateTime -and $time -eq $time.UtcDateTime | Should -BeTrue
        $book | Where-Object ReceivedAt -GT (Get-Date).AddMinutes(-30) | Should -HaveCount 1
        $book | Where-Object ReceivedAt -GT (Get-Date).AddMinutes(30) | Should -BeNullOrEmpty
        $time -gt $time.AddMinutes(-1).LocalDateTime.ToString('yyyy-MM-dd HH:mm') | Should -BeTrue
        $time -gt $time.AddMinutes(-1).UtcDateTime.ToString('yyyy-MM-dd HH:mmZ') | Should -BeTrue
        $time -lt $time.AddMinutes(1).LocalDateTime.ToString('yyyy-MM-dd HH:mm') | Should -BeTrue
        $time -lt $time.AddMinutes(1).UtcDateTime.ToString('yyyy-MM-dd HH:mmZ') | Should -BeTrue
    }

    It 'is subtracted rightly from [DateTimeOffset]::Now, and Get-Date from it' {
        foreach ($age in ([DateTimeOffset]::Now - $time), - ($time - (Get-Date)), - ($time - [datetime]::UtcNow)) {
            $age.TotalMinutes | Should -BeGreaterOrEqual 0
            $age.TotalMinutes | Should -BeLessThan 10
        }
    }

    It 'is what New-TimeSpan, Get-Date and a cast take as LocalDateTime' {
        (New-TimeSpan -Start $time.LocalDateTime).TotalMinutes | Should -BeLessThan 10
        (Get-Date $time.LocalDateTime -Format o) | Should -Be $time.ToLocalTime().ToString('o')
        [datetime] $time.LocalDateTime | Should -Be $time.LocalDateTime
    }

    It 'is an error, and not a wrong answer, where PowerShell has to make a DateTime of it' {
        { (Get-Date) -gt $time } | Should -Throw
        { [datetime]::UtcNow -gt $time } | Should -Throw
        { (Get-Date) - $time } | Should -Throw
        { [datetime] $time } | Should -Throw
        { New-TimeSpan -Start $time } | Should -Throw
    }
}

Describe 'The time zone <_>' -ForEach 'Asia/Kolkata', 'America/St_Johns' -Skip:$IsWindows {
    It 'moves no time of an object' {
        $before = Get-KanaTrade 14 @venue
        $env:TZ = $_
        [TimeZoneInfo]::ClearCachedData()
        try {
            [TimeZoneInfo]::Local.BaseUtcOffset.Minutes | Should -Not -Be 0
            $fresh = Get-KanaTrade 14 @venue
            $fresh[0].Timestamp | Should -Be $before[0].Timestamp
            $fresh[0].Timestamp.Offset, $fresh[0].ReceivedAt.Offset | Should -Be ([timespan]::Zero), ([timespan]::Zero)
            ($fresh[0] | ConvertTo-Json | ConvertFrom-Json -DateKind String).Timestamp | Should -Match '\+00:00$'
        }
        finally {
            $env:TZ = $null
            [TimeZoneInfo]::ClearCachedData()
        }
    }
}
