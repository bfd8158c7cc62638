# Alerts: what they say of live objects and of what jobs and files keep, what is not judged, silence, and the state file. The rules are tested in xUnit.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $exchange = Start-TestExchange -Paused
    $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
    $exchange.Step(50)

    # Objects with a value each, in turn.
    function New-Value {
        foreach ($value in $args) { [pscustomobject]@{ Symbol = 'APT-USD'; Price = $value } }
    }
}

AfterAll {
    $exchange.Dispose()
}

Describe 'Select-KanaAlert' {
    It 'tells each crossing of a live stream once, in turn' {
        $mid = (Get-KanaOrderBook APT-USD @venue).Mid
        $alerts = Invoke-Moving $exchange { Watch-KanaOrderBook APT-USD @venue | Select-KanaAlert Mid -Below $mid -Above $mid | Select-Object -First 4 }
        $alerts | Should -HaveCount 4
        $alerts | Should -BeOfType KanaPerps.Alert
        for ($i = 0; $i -lt 4; $i++) {
            $alerts[$i].InputObject | Should -BeOfType KanaPerps.OrderBook
            $alerts[$i].Value, $alerts[$i].At, $alerts[$i].Key | Should -Be $alerts[$i].InputObject.Mid, $alerts[$i].InputObject.ReceivedAt, 'APT-USD'
            ($alerts[$i].Direction -eq 'Below') | Should -Be ($alerts[$i].Value -lt $mid)
            if ($i) { $alerts[$i].Direction | Should -Not -Be $alerts[$i - 1].Direction }
        }
    }

    It 'compares <Name>' -ForEach @(
        @{ Name = 'a whole number'; Value = 9 }
        @{ Name = 'a floating-point number'; Value = 9.5 }
        @{ Name = 'a number of any size'; Value = [bigint] 9 }
        @{ Name = 'a time span, in seconds'; Value = [timespan] '00:00:09' }
        @{ Name = 'the text of a number in a CSV file'; Value = '9.5' }
        @{ Name = 'the text of a time span in a CSV file'; Value = '00:00:09' }
    ) {
        Use-TestCulture de-DE { (New-Value $Value | Select-KanaAlert Price -Below 10).Value | Should -BeGreaterOrEqual 9 }
    }

    It 'does not judge null, empty, not a number, and what is stale' {
        $none = @((New-Value $null '' ([double]::NaN)) + [pscustomobject]@{ Symbol = 'APT-USD'; Price = 1; Stale = $true } + $null)
        $result = Invoke-Caught { $none | Select-KanaAlert Price -Below 10 -Verbose 4>&1 }
        $result.Errors | Should -BeNullOrEmpty
        "$($result.Output)" | Should -Be '0 objects were judged, and 4 were not: 1 stale ones, 3 without a value, 0 without the property or a number in it.'
    }

    It 'reports once for all objects of a type that <Name>' -ForEach @(
        @{ Name = 'they lack the property'; Objects = 1, 2, 3; With = @{ Property = 'Price'; Below = 10 }; Says = '^An Int32 has no property Price\.' }
        @{ Name = 'the property has no number'; Objects = 'a', 'bc'; With = @{ Property = 'PSPath'; Below = 10 }; Says = 'has no property PSPath' }
        @{ Name = 'the property has a text'; Objects = [pscustomobject]@{ Price = "a`e[31m" }, [pscustomobject]@{ Price = 'b' }; With = @{ Property = 'Price'; Below = 10 }; Says = "^An object has a Price that is not a number: 'a\\u001b\[31m'\." }
        @{ Name = 'decimal can''t hold the number'; Objects = [pscustomobject]@{ Price = 1e300 }, [pscustomobject]@{ Price = 1e300 }; With = @{ Property = 'Price'; Above = 10 }; Says = "not a number: '1E\+300'" }
        @{ Name = 'the property fails'; Objects = [pscustomobject]@{} | Add-Member ScriptProperty Price { throw 'no price' } -PassThru; With = @{ Property = 'Price'; Above = 10 }; Says = "has a Price that is not a number: '.*no price" }
        @{ Name = 'they lack a property of the key'; Objects = 'a', 'b'; With = @{ Property = 'Length'; Above = 0; By = 'Symbol' }; Says = '^A String has no property Symbol\.' }
    ) {
        $result = Invoke-Caught { $Objects | Select-KanaAlert @With }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaUnexpectedInput,*'
        "$($result.Errors[0])" | Should -Match $Says
    }

    It 'keeps apart <Name>' -ForEach @(
        @{ Name = 'markets, known and unknown'; Objects = @{ Symbol = 'APT-USD'; MarketId = 14 }, @{ Symbol = 'BTC-USD'; MarketId = 15 }, @{ Symbol = $null; MarketId = 777 }, @{ MarketId = 778 }; Keys = 'APT-USD', 'BTC-USD', '777', '778' }
        @{ Name = 'positions'; Objects = @{ Symbol = 'APT-USD'; Side = 'Long'; Wallet = $null; Address = '0x1' }, @{ Symbol = 'APT-USD'; Side = 'Short'; Wallet = $null; Address = '0x1' }, @{ Symbol = 'APT-USD'; Side = 'Long'; Wallet = $null; Address = '0x2' }; Keys = 'APT-USD, Long, 0x1', 'APT-USD, Short, 0x1', 'APT-USD, Long, 0x2' }
        @{ Name = 'open orders'; Objects = @{ Symbol = 'APT-USD'; Side = 'Buy'; Change = 'New'; OrderId = '1'; Wallet = $null; Address = '0x1' }, @{ Symbol = 'APT-USD'; Side = 'Buy'; Change = 'New'; OrderId = '2'; Wallet = $null; Address = '0x1' }; Keys = 'APT-USD, 1, 0x1', 'APT-USD, 2, 0x1' }
        @{ Name = 'accounts'; Objects = @{ Wallet = $null; Address = '0x1' }, @{ Wallet = $null; Address = '0x2' }; Keys = '0x1', '0x2' }
        @{ Name = 'what -By says'; By = 'Symbol', 'Side'; Objects = @{ Symbol = 'A'; Side = 'Buy' }, @{ Symbol = 'A'; Side = 'Sell' }; Keys = 'A, Buy', 'A, Sell' }
    ) {
        $with = $By ? @{ By = $By } : @{}
        $rows = $Objects.ForEach({ [pscustomobject] ($_ + @{ X = 9 }) })
        ($rows + $rows | Select-KanaAlert X -Below 10 @with).Key | Should -Be $Keys
    }

    It 'does not keep the sides of a match apart, which have one price' {
        $trades = Get-KanaTrade APT-USD @venue
        ($trades | Select-KanaAlert Price -Above 0).Key | Should -Be 'APT-USD'
    }

    It 'forgets a position that is closed' {
        $rows = 'New', 'Updated', 'Closed', 'New' | ForEach-Object { [pscustomobject]@{ Symbol = 'APT-USD'; Change = $_; X = 9 } }
        ($rows | Select-KanaAlert X -Below 10).InputObject.Change | Should -Be 'New', 'New'
        $kept = 'New', 'Closed', 'New' | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize([KanaPerps.Position] @{ MarketId = 14; Size = 9; Change = $_ })) }
        $kept | Select-KanaAlert Size -Below 10 | Should -HaveCount 2
    }

    It 'takes the times of the objects for the least time between alerts' {
        $rows = 0, 5, 30, 61, 70 | ForEach-Object { [pscustomobject]@{ Timestamp = [datetimeoffset]::UnixEpoch.AddSeconds($_); X = $_ -eq 5 ? 11 : 9 } }
        $alerts = $rows | Select-KanaAlert X -Below 10 -MinInterval 00:01:00
        $alerts.At.ToUnixTimeSeconds() | Should -Be 0, 61
    }

    It 'gives an alert for objects that say that they are stale, once until one is current' {
        $rows = $true, $true, 'False', $true | ForEach-Object { [pscustomobject]@{ Symbol = 'APT-USD'; Stale = $_ } }
        $alerts = $rows | Select-KanaAlert -Stale
        $alerts.Kind | Should -Be 'Stale', 'Stale'
        "$($alerts[0])" | Should -BeLike '*Z APT-USD: the data is out of date'
    }

    It 'fits a table of 80 columns, and comes back whole from a job' {
        $alert = New-Value 9 | Select-KanaAlert Price -Below 10.25
        $table = $alert | Out-String -Width 80
        $table | Should -Match 'Time \(UTC\) +Key +Property +Alert +Level +Value\s'
        ($table -split '\r?\n').ForEach('Length') | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($alert))
        $copy.Level, $copy.Value, $copy.Direction.ToString(), $copy.InputObject.Price | Should -Be 10.25, 9, 'Below', 9
    }
}

Describe 'Select-KanaAlert -Stale directly behind a stream' {
    It 'tells when the connection is lost, once until data comes again, and hands no notice on' {
        $venueOfThis = Start-TestExchange -Paused
        $watcher = Start-Watcher { param($Endpoint) Watch-KanaOrderBook 14 -Endpoint $Endpoint -WarningAction Ignore | Select-KanaAlert -Stale } @{ Endpoint = $venueOfThis.WebSocketUri }
        try {
            foreach ($time in 1, 2) {
                Wait-ConnectionCount $venueOfThis 1 | Out-Null
                Wait-Until { (Get-ConnectionTo $venueOfThis.WebSocketUri).State -eq 'Live' } 'data came'
                $venueOfThis.Step(5)
                $venueOfThis.DropConnections()
                $alert = Wait-Output $watcher
                $alert.Kind, $alert.Key | Should -Be 'Stale', 'APT-USD order book'
                $alert.InputObject | Should -BeOfType KanaPerps.Streaming.ReconnectingNotice
            }
        }
        finally {
            Stop-Watcher $watcher | Out-Null
            $venueOfThis.Dispose()
        }
    }

    It 'tells of the silence that a recording has, and ends an import that is waited on' {
        $venueOfThis = Start-TestExchange -Paused
        $run = Start-KanaRecording TestDrive:/silence OrderBook APT-USD -Endpoint $venueOfThis.WebSocketUri
        try {
            Wait-ConnectionCount $venueOfThis 1 | Out-Null
            Wait-Until { (Get-ConnectionTo $venueOfThis.WebSocketUri).State -eq 'Live' } 'data came'
            $venueOfThis.DropConnections()
            Wait-Until { (Get-ConnectionTo $venueOfThis.WebSocketUri).Reconnects -eq 1 } 'it is back'
        }
        finally {
            $run | Stop-KanaRecording | Out-Null
            $venueOfThis.Dispose()
        }

        $alert = Import-KanaRecording TestDrive:/silence -WarningAction Ignore | Select-KanaAlert -Stale
        $alert.Kind, $alert.Key | Should -Be 'Stale', 'APT-USD order book'
        Import-KanaRecording TestDrive:/silence -WarningAction Ignore | Wait-KanaCondition { $true } | Sort-Object Mid | Should -HaveCount 1
    }

    It 'leaves the pipeline of other commands alone' {
        function Test-Nested { begin { 1 | Select-KanaAlert -Stale } process { $_ } }
        Watch-KanaOrderBook APT-USD -MaxEvents 1 @venue | Test-Nested | Should -BeOfType KanaPerps.OrderBook
    }
}

Describe 'Select-KanaAlert -StateFile' {
    BeforeEach {
        $file = "$TestDrive/$([guid]::NewGuid()).json"
    }

    It 'gives the alert once, however often the job runs' {
        New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | Should -Not -BeNullOrEmpty
        New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | Should -BeNullOrEmpty
        New-Value 11 | Select-KanaAlert Price -Below 10 -StateFile $file
        New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | Should -Not -BeNullOrEmpty
    }

    It 'counts the alert as given when the pipeline is ended with it: <Name>' -ForEach @(
        @{ Name = 'Select-Object -First'; Script = { New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | Select-Object -First 1 } }
        @{ Name = 'break'; Script = { foreach ($x in 1) { New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | ForEach-Object { $_; break } } } }
    ) {
        & $Script | Should -Not -BeNullOrEmpty
        & $Script | Should -BeNullOrEmpty
    }

    It 'gives the alert again when the commands behind have failed with it' {
        { New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | ForEach-Object { 1, 2 | Select-Object -First 1 | Out-Null; throw 'no mail' } } | Should -Throw 'no mail'
        New-Value 9 | Select-KanaAlert Price -Below 10 -StateFile $file | Should -Not -BeNullOrEmpty
    }

    It 'is refused before the first object is taken while a second job uses it, and free again when a job was stopped' {
        $job = { param($File) & { [pscustomobject]@{ X = 1 }; Wait-Event Never } | Select-KanaAlert X -Below 10 -StateFile $File }
        $watcher = Start-Watcher $job @{ File = $file }
        Wait-Output $watcher | Should -HaveCount 1
        $taken = [Collections.Generic.List[object]]::new()
        $result = Invoke-Caught { 1, 2 | ForEach-Object { $taken.Add($_); $_ } | Select-KanaAlert X -Below 10 -StateFile $file }
        $result.Terminated, $taken.Count | Should -Be $true, 0
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'KanaStateFileInUse,*'
        Stop-Watcher $watcher | Out-Null
        [pscustomobject]@{ X = 1 } | Select-KanaAlert X -Below 10 -StateFile $file | Should -BeNullOrEmpty
    }

    It 'keeps values with commas apart, and refuses levels that PowerShell would read as another number' {
        @([pscustomobject]@{ X = 'a, b'; Y = 'c'; V = 4 }, [pscustomobject]@{ X = 'a'; Y = 'b, c'; V = 4 } | Select-KanaAlert V -Below 5 -By X, Y).Count | Should -Be 2
        { 1 | Select-KanaAlert Length -Below '10,5' } | Should -Throw '*has a comma*'
    }

    It 'follows a link to its state file, and keeps its mode' -Skip:$IsWindows {
        $low = [pscustomobject]@{ Symbol = 'A'; V = 4 }
        $low | Select-KanaAlert V -Below 5 -StateFile $TestDrive/real.json | Should -Not -BeNullOrEmpty
        chmod 600 $TestDrive/real.json
        New-Item -ItemType SymbolicLink $TestDrive/link.json -Target $TestDrive/real.json | Out-Null
        $low | Select-KanaAlert V -Below 5 -StateFile $TestDrive/link.json | Should -BeNullOrEmpty
        [pscustomobject]@{ Symbol = 'B'; V = 4 } | Select-KanaAlert V -Below 5 -StateFile $TestDrive/link.json | Should -Not -BeNullOrEmpty
        (Get-Item $TestDrive/link.json).LinkType | Should -Be 'SymbolicLink'
        (Get-Item $TestDrive/real.json).UnixMode | Should -Be '-rw-------'
    }
}
