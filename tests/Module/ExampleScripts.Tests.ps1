# The scripts in examples, as the built module carries them: each run against an exchange, and against one that is not there.

BeforeDiscovery {
    $scripts = Get-ChildItem $PSScriptRoot/../../examples -Filter *.ps1 | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $examples = Join-Path (Split-Path (Get-ModuleManifestPath)) examples
    $exchange = Start-TestExchange -Paused
    $venue = @{ Network = $exchange.WebSocketUri }
    $refusing = New-RefusingEndpoint
    $wallet = '0x5a11ce'
    $account = Get-KanaProfileAddress $wallet @venue
    $culture = [cultureinfo]::CurrentCulture

    # A script writes to the error stream of the process what a scheduler is to keep.
    # With -First it is stopped when it has written so much, whatever its time.
    function Invoke-Example([string] $Name, [hashtable] $Parameters, [int] $First = [int]::MaxValue) {
        $before = [Console]::Error
        $errors = [IO.StringWriter]::new()
        [Console]::SetError($errors)
        try { $output = @(& (Join-Path $examples $Name) @Parameters -WarningVariable warnings -WarningAction SilentlyContinue | Select-Object -First $First) }
        finally {
            [Console]::SetError($before)
            [cultureinfo]::CurrentCulture = $culture
        }
        @{ Code = $LASTEXITCODE; Output = $output; Warnings = $warnings; Errors = "$errors" }
    }
}

AfterAll {
    $exchange.Dispose()
    $refusing.Dispose()
}

Describe 'The example script <Name>' -ForEach $scripts {
    It 'is in the module and explains itself and each parameter, with an example' {
        $help = Get-Help (Join-Path $examples $Name) -Full
        $help.Synopsis | Should -Match '\.$'
        $help.Description | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 1
        foreach ($parameter in $help.parameters.parameter) {
            ($parameter.description | Out-String).Trim() | Should -Match '\.$' -Because "$($parameter.name) is described"
        }
    }
}

Describe 'Watch-Spread.ps1' {
    It 'tells each time the spread becomes wide or narrow, in turn' {
        $exchange.Resume()
        try { $run = Invoke-Example Watch-Spread.ps1 ($venue + @{ Symbol = 'APT-USD'; LimitBps = 7; TimeoutSec = 20 }) -First 4 } finally { $exchange.Pause() }
        $run.Output.Count | Should -Be 4
        for ($i = 0; $i -lt $run.Output.Count; $i++) {
            $run.Output[$i].IsWide | Should -Be ($i % 2 -eq 0)
            $run.Output[$i].SpreadBps -gt 7 | Should -Be $run.Output[$i].IsWide
        }
        $run.Warnings | Should -HaveCount @($run.Output | Where-Object IsWide).Count
    }
}

Describe 'Save-Trade.ps1' {
    BeforeAll {
        $folder = Join-Path (Get-Item TestDrive:/).FullName trades
        $arguments = $venue + @{ Symbol = 'APT-USD', 'BTC-USD'; Folder = $folder; PassThru = $true; TimeoutSec = 20 }
        # Long enough for the list, which comes with the first message.
        $briefly = $venue + @{ Symbol = $arguments.Symbol; Folder = $folder; TimeoutSec = 2 }
    }

    It 'writes every match once, with all digits and whole times, whatever the culture' {
        [cultureinfo]::CurrentCulture = 'de-DE'
        $there = @(Get-KanaTrade APT-USD, BTC-USD @venue | Where-Object Side -EQ Buy)
        $run = Invoke-Example Save-Trade.ps1 $arguments -First $there.Count
        $saved = @(Get-ChildItem $folder -Filter *.csv | Import-Csv)
        $saved | Should -HaveCount $there.Count
        $run.Output | Should -HaveCount $there.Count
        $invariant = [cultureinfo]::InvariantCulture
        $saved.Price | Sort-Object | Should -Be @($there.Price.ForEach({ $_.ToString($invariant) }) | Sort-Object)
        $saved[0].Time | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.0{7}\+00:00$'
    }

    It 'goes on where it stopped when it is run again, and outputs nothing without -PassThru' {
        $before = @(Get-ChildItem $folder -Filter *.csv | Import-Csv).Count
        (Invoke-Example Save-Trade.ps1 $briefly).Output | Should -BeNullOrEmpty
        $exchange.Step(30)
        $new = (Invoke-Example Save-Trade.ps1 $arguments -First 1).Output
        $new | Should -HaveCount 1
        @(Get-ChildItem $folder -Filter *.csv | Import-Csv) | Should -HaveCount ($before + 1)
    }
}

Describe 'Save-Trade.ps1 in a folder that was used before' {
    BeforeAll {
        # A venue with trades of three days, and one whose seller has an order type that is not known.
        function New-Row([int] $Version, [int] $OrderType, [datetimeoffset] $Time = '2026-11-20T10:00Z') {
            '{{"market_id":"14","order_type":{1},"price":"5.7","size":"1.5","order_value":"8.55","fee":"0","pnl":"0","leverage":1,"order_id":"{0}{1}","transaction_version":{0},"timestamp":{2}}}' -f $Version, $OrderType, $Time.ToUnixTimeSeconds()
        }
        $rows = @(
            foreach ($version in 1..3) {
                New-Row $version 1 "2026-11-1${version}T10:00Z"
                New-Row $version 2 "2026-11-1${version}T10:00Z"
            }
            (New-Row 4 99), (New-Row 4 8), (New-Row 5 1), (New-Row 5 99), (New-Row 6 1), (New-Row 6 8)
        )
        $server = Start-ScriptedServer -Frames "{`"data`":[$($rows -join ',')],`"message`":`"recent_trades`"}"
        $folder = Join-Path (Get-Item TestDrive:/).FullName used
        $arguments = @{ Symbol = 'APT-USD'; Folder = $folder; PassThru = $true; TimeoutSec = 20; Network = $server.WebSocketUri }
        $briefly = $arguments.Clone()
        $briefly.TimeoutSec = 2
        function Get-Saved { Get-ChildItem $folder -Filter *.csv | Sort-Object Name | Import-Csv }
        $first = @((Invoke-Example Save-Trade.ps1 $arguments -First 6).Output)
    }

    AfterAll {
        $server.Dispose()
    }

    It 'has each match once, also where one of its sides is of an unknown order type' {
        $first.Version | Sort-Object | Should -Be 1, 2, 3, 4, 5, 6
        (Get-Saved).Version | Should -Be 1, 2, 3, 4, 5, 6
    }

    It 'writes nothing again, however old it is' {
        (Invoke-Example Save-Trade.ps1 $briefly).Output | Should -BeNullOrEmpty
        (Get-Saved).Version | Should -Be 1, 2, 3, 4, 5, 6
    }

    It 'cuts a torn line off, tells of it, and writes that trade again' {
        $file = Get-Item $folder/trades-2026-11-20.csv
        $text = [IO.File]::ReadAllText($file)
        [IO.File]::WriteAllText($file, $text.Substring(0, $text.Length - 12))
        # Not silenced as Invoke-Example does: what is told is in the log.
        (& (Join-Path $examples Save-Trade.ps1) @briefly).Version | Should -Be 6
        (Get-Saved).Version | Should -Be 1, 2, 3, 4, 5, 6
        [IO.File]::ReadAllText($file) | Should -BeExactly $text
        Get-Content -Raw $folder/trouble.log | Should -Match '20\.csv ended in the middle of a line, which was cut off: "2026'
    }

    It 'waits for a file that another program holds' {
        Remove-Item $folder/*.csv
        $held = [IO.File]::Open("$folder/trades-2026-11-11.csv", 'Create', 'ReadWrite', 'None')
        # The other program is done with it when the script has found it locked, and waits before it tries again.
        ${function:global:Start-Sleep} = { $held.Dispose() }.GetNewClosure()
        try { (Invoke-Example Save-Trade.ps1 $arguments -First 6).Output.Version | Should -Contain 1 } finally { Remove-Item function:Start-Sleep }
        $held.SafeFileHandle.IsClosed | Should -BeTrue -Because 'it was held until then'
    }

    It 'is refused to a second recorder' {
        $lock = [IO.File]::Open("$folder/recorder.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try { { Invoke-Example Save-Trade.ps1 $arguments } | Should -Throw '*Another recorder writes to*' } finally { $lock.Dispose() }
    }
}

Describe 'Export-PositionReport.ps1' {
    BeforeAll {
        $path = Join-Path (Get-Item TestDrive:/).FullName positions.csv
        $arguments = $venue + @{ WalletAddress = $wallet; Path = $path; NearPercent = 0 }
    }

    It 'writes the report and ends with 0 when no position is in danger' {
        $run = Invoke-Example Export-PositionReport.ps1 $arguments
        $run.Code | Should -Be 0 -Because $run.Errors
        $positions = @($account | Get-KanaPosition -Source Rest)
        $report = @(Import-Csv $path)
        $report | Should -HaveCount $positions.Count
        foreach ($row in $report) {
            $row.Mid | Should -Not -BeNullOrEmpty
            # The venue may have no liquidation price of a position.
            [bool] $row.WayToGoPercent | Should -Be ($row.LiquidationPrice -notin '', '0') -Because "that of $($row.Symbol) is '$($row.LiquidationPrice)'"
        }
    }

    It 'writes an empty report of a wallet without positions' {
        $none = Join-Path (Get-Item TestDrive:/).FullName none.csv
        $run = Invoke-Example Export-PositionReport.ps1 ($venue + @{ WalletAddress = '0xe0000'; Path = $none })
        $run.Code | Should -Be 0 -Because $run.Errors
        $none | Should -Exist
        Import-Csv $none | Should -BeNullOrEmpty
    }

    It 'ends with 2 and a warning for each position that is near its liquidation' {
        $arguments.NearPercent = 1000000
        $run = Invoke-Example Export-PositionReport.ps1 $arguments
        $run.Code | Should -Be 2
        $run.Warnings | Should -HaveCount @(Import-Csv $path | Where-Object IsNear -EQ True).Count
    }

    It 'ends with 75 and a next step when the venue does not answer, and leaves the old report alone' {
        $before = Get-Content -Raw $path
        $run = Invoke-Example Export-PositionReport.ps1 @{ WalletAddress = $wallet; Path = $path; Network = $refusing.Uri; TimeoutSec = 1 }
        $run.Code | Should -Be 75
        $run.Errors | Should -Match 'can''t be reached|Check the network'
        Get-Content -Raw $path | Should -Be $before
    }

    It 'ends with 1 when trying again would not help' {
        (Invoke-Example Export-PositionReport.ps1 ($venue + @{ WalletAddress = 'nonsense'; Path = $path })).Code | Should -Be 1
    }
}

Describe 'Test-Health.ps1' {
    It 'fails when the same old book comes again and again' {
        $hourAgo = [DateTimeOffset]::UtcNow.AddHours(-1).ToUnixTimeSeconds()
        $book = '{"data":[{"is_ask":true,"market_id":"14","price":"2","size":"1","last_updated":' + $hourAgo + '}],"message":"orderbook"}'
        $server = Start-ScriptedServer (@($book) * 3)
        $run = Invoke-Example Test-Health.ps1 @{ Symbol = 'APT-USD'; TimeoutSec = 1; Network = $server.WebSocketUri }
        $run.Code | Should -Be 1
        $line = $run.Output | Where-Object Messages -EQ 3
        $line.IsHealthy | Should -BeFalse
        $line.DataAgeSec | Should -BeGreaterThan 3590
        $server.Dispose()
    }

    BeforeEach {
        Disconnect-KanaConnection -All
    }

    It 'ends with 0 when all books come' {
        # The exchange's clock shows another year, so its data is old by the clock of this machine.
        $run = Invoke-Example Test-Health.ps1 ($venue + @{ Symbol = 'APT-USD', 'BTC-USD'; TimeoutSec = 2; MaxDataAgeSec = 1e9 })
        $run.Code | Should -Be 0 -Because $run.Errors
        $run.Output.Market | Sort-Object | Should -Be 'APT-USD', 'BTC-USD'
        $run.Output.IsHealthy | Should -Be $true, $true
    }

    It 'ends with 1 and says why when nothing answers' {
        $run = Invoke-Example Test-Health.ps1 @{ Symbol = 'APT-USD'; TimeoutSec = 1; Network = $refusing.Uri }
        $run.Code | Should -Be 1
        $run.Errors | Should -Match 'can''t be reached'
    }
}

Describe 'Measure-Latency.ps1' {
    It 'measures every message in a line for each interval' {
        $exchange.Resume()
        try { $lines = (Invoke-Example Measure-Latency.ps1 ($venue + @{ Symbol = 'APT-USD'; IntervalSec = 0.5; TimeoutSec = 20 }) -First 2).Output } finally { $exchange.Pause() }
        $lines | Should -HaveCount 2
        foreach ($line in $lines) {
            $line.Messages | Should -BeGreaterThan 0
            $line.MedianDelayMs | Should -BeGreaterOrEqual 0
            $line.MaxDelayMs | Should -BeGreaterOrEqual $line.MedianDelayMs
        }
    }
}

Describe 'Get-FundingReport.ps1' {
    It 'adds up the payments of each market and day exactly' {
        $report = (Invoke-Example Get-FundingReport.ps1 ($venue + @{ WalletAddress = $wallet })).Output
        $total = [decimal] 0
        $account | Get-KanaFundingHistory | ForEach-Object { $total += $_.Amount }
        $sum = [decimal] 0
        $report[0..($report.Count - 2)] | ForEach-Object { $sum += $_.Received - $_.Paid }
        $sum | Should -BeExactly $total
        $report[-1].Symbol | Should -Be 'Total'
        $report[-1].Total | Should -BeExactly $total
        $report[-1].Payments | Should -Be ($report[0..($report.Count - 2)].Payments | Measure-Object -Sum).Sum
        $report.Paid + $report.Received | ForEach-Object { $_ | Should -BeGreaterOrEqual 0 }
        $report[0].Total | Should -BeOfType decimal
        "$($report[0].Symbol) $($report[0].Day)" | Should -Match '^\w+-USD \d{4}-\d\d-\d\d$'
    }

    It 'writes days of the Gregorian calendar, whatever the culture: <_>' -ForEach 'th-TH', 'ar-SA', 'fa-IR', 'sv-SE' {
        $plain = (Invoke-Example Get-FundingReport.ps1 ($venue + @{ WalletAddress = $wallet })).Output
        [cultureinfo]::CurrentCulture = $_
        $report = (Invoke-Example Get-FundingReport.ps1 ($venue + @{ WalletAddress = $wallet })).Output
        $report.Day | Should -Be $plain.Day
        $report[0..($report.Count - 2)].Day | Should -Match '^202[56]-'
    }
}

Describe 'Wait-Order.ps1' {
    BeforeAll {
        $orders = Get-KanaOrderHistory -WalletAddress $wallet @venue
        $arguments = $venue + @{ WalletAddress = $wallet; TimeoutSec = 20 }
    }

    It 'ends with <Code> for an order that is <Status>, which it writes' -ForEach @{ Status = 'Filled'; Code = 0 }, @{ Status = 'Cancelled'; Code = 2 } {
        $id = ($orders | Where-Object Status -EQ $Status | Select-Object -First 1).OrderId
        $id | Should -Not -BeNullOrEmpty
        $run = Invoke-Example Wait-Order.ps1 ($arguments + @{ OrderId = $id })
        $run.Code | Should -Be $Code -Because $run.Errors
        $run.Output.OrderId, $run.Output.Status | Should -Be $id, $Status
    }

    It 'ends with 75 when the time is over, and with 1 when it can''t know the order' {
        $run = Invoke-Example Wait-Order.ps1 ($venue + @{ WalletAddress = $wallet; OrderId = '1'; TimeoutSec = 0.3 })
        $run.Code | Should -Be 75
        $run.Errors | Should -Match 'was not fulfilled within 0\.3 s: 0 objects came\. Wait longer'
        (Invoke-Example Wait-Order.ps1 ($venue + @{ WalletAddress = 'nonsense' })).Code | Should -Be 1
    }
}

Describe 'Start-Recorder.ps1' {
    BeforeAll {
        $folder = Join-Path (Get-Item TestDrive:/).FullName recorder
        $account = (Get-KanaProfileAddress 0x5a11ce @venue).ProfileAddress
    }

    It 'records markets and accounts, and goes on in the same folder when it is run again' {
        $arguments = $venue + @{ Path = $folder; Symbol = 'APT-USD,BTC-USD'; ProfileAddress = $account; TimeoutSec = 1 }
        foreach ($time in 1, 2) {
            $run = Invoke-Example Start-Recorder.ps1 $arguments
            $run.Errors | Should -BeNullOrEmpty
            $run.Code | Should -Be 0
        }

        $feeds = Test-KanaRecording $folder
        $feeds.Topic | Sort-Object -Unique | Should -Contain 'positions'
        $feeds.Where{ $_.Topic -eq 'orderbook' } | Should -HaveCount 2
        $feeds.Gaps | Should -Not -BeNullOrEmpty -Because 'nothing was recorded between the two runs'
    }

    It 'says why it could not, and ends with 1' {
        $run = Invoke-Example Start-Recorder.ps1 ($venue + @{ Path = "$PSCommandPath/rec"; TimeoutSec = 1 })
        $run.Code | Should -Be 1
        $run.Errors | Should -Not -BeNullOrEmpty
    }
}

Describe 'Start-Bridge.ps1' {
    It 'publishes markets and accounts to a broker' {
        if (-not ($broker = Start-TestBroker)) { Set-ItResult -Skipped -Because 'nats-server is not on the path, and KANA_NATS_SERVER names none' }
        try {
            $run = Invoke-Example Start-Bridge.ps1 ($venue + @{ Server = $broker.Uri; Symbol = 'APT-USD,BTC-USD'; ProfileAddress = (Get-KanaProfileAddress 0x5a11ce @venue).ProfileAddress; TimeoutSec = 0.5 })
            $run.Errors | Should -BeNullOrEmpty
            $run.Code | Should -Be 0
        }
        finally { $broker.Dispose() }
    }

    It 'says why it could not, and ends with 1' {
        $run = Invoke-Example Start-Bridge.ps1 ($venue + @{ Server = "nats://127.0.0.1:$($refusing.Uri.Port)"; TimeoutSec = 1 })
        $run.Code | Should -Be 1
        $run.Errors | Should -Match 'connection refused'
    }
}

Describe 'Export-Nightly.ps1' {
    BeforeAll {
        $folder = (Get-Item TestDrive:/).FullName
        $recording = New-TestRecording "$folder/nightly" 'live_funding_rate', '{"data":[{"market_id":"1338","funding_rate":"0.5"},{"market_id":"1339","funding_rate":"0.25"}],"message":"live_funding_rate"}'
        $arguments = @{ Recording = $recording; OutputPath = "$folder/tables"; LastDay = '2026-11-26'; Days = 3 }
    }

    It 'exports each day of the recording, and lists its files' {
        $run = Invoke-Example Export-Nightly.ps1 $arguments
        $run.Code | Should -Be 0
        $run.Output.Table | Should -Be 'live_funding_rate', 'live_funding_rate'
        $run.Output.Path | Should -BeLike '*live_funding_rate?day=2026-11-25?symbol=???-USD?part.parquet'
        (Import-Csv "$folder/tables/exported/2026-11-25.csv").FullName | Should -Be $run.Output.Path
        (Get-ChildItem $folder/tables/exported).Name | Should -Be '2026-11-25.csv'
    }

    It 'exports no day again, and completes one that was interrupted' {
        (Invoke-Example Export-Nightly.ps1 $arguments).Output | Should -BeNullOrEmpty
        Remove-Item $folder/tables/exported/*, $folder/tables/live_funding_rate/day=2026-11-25/symbol=BTC-USD -Recurse
        $run = Invoke-Example Export-Nightly.ps1 $arguments
        $run.Code | Should -Be 0
        $run.Output.Path | Should -BeLike '*symbol=BTC-USD?part.parquet'
        (Import-Csv "$folder/tables/exported/2026-11-25.csv").FullName | Should -HaveCount 2
    }

    It 'says why it could not, and ends with 1' {
        $run = Invoke-Example Export-Nightly.ps1 @{ Recording = "$folder/nowhere"; OutputPath = "$folder/tables"; LastDay = '2026-11-24' }
        $run.Code | Should -Be 1
        $run.Errors | Should -Match "nowhere' does not exist\. Give the folder"
    }
}
