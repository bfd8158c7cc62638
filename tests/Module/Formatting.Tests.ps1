# How the objects look at the prompt: every view, and the tables and lists that a session of the built module shows.

BeforeDiscovery {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $types = Get-Command -Module KanaPerps | ForEach-Object { $_.OutputType.Name } | Where-Object { $_ -like 'KanaPerps.*' } | Sort-Object -Unique
    $types += 'KanaPerps.BookRow', 'KanaPerps.BookLevel'
}

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    $moduleFolder = Split-Path (Get-ModuleManifestPath)
    $views = ([xml] (Get-Content -Raw (Join-Path $moduleFolder 'KanaPerps.Format.ps1xml'))).Configuration.ViewDefinitions.View

    # The first command of a session brings the views.
    Get-KanaConnection | Out-Null
    function Get-View($Type, $Control) {
        @($views | Where-Object { $_.ViewSelectedBy.TypeName -contains $Type -and $_.SelectSingleNode($Control) })
    }
    function Get-ModelType($Name) {
        [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'KanaPerps.*' }).ForEach({ $_.GetType($Name) }).Where({ $_ })[0]
    }
}

Describe 'The views of <_>' -ForEach $types {
    BeforeAll {
        $type = Get-ModelType $_
        $table = (Get-View $_ TableControl | Select-Object -First 1).TableControl
        $columns = @($table.TableHeaders.TableColumnHeader)
        $cells = @($table.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
        $lines = @((Get-View $_ ListControl | Select-Object -First 1).ListControl.ListEntries.ListEntry.ListItems.ListItem)
    }

    It 'are one table and one list, for live objects and for those of a job' {
        foreach ($name in $_, "Deserialized.$_") {
            Get-View $name TableControl | Should -HaveCount 1 -Because $name
            Get-View $name ListControl | Should -HaveCount 1 -Because $name
        }
    }

    It 'have a cell for every header, and a width on the first, so that the first row of a stream shows at once' {
        $cells.Count | Should -Be $columns.Count
        [int] $columns[0].Width | Should -BeGreaterThan 0
    }

    It 'call compiled code and no script' {
        $table.SelectNodes('.//ScriptBlock').Count | Should -Be 0
        $calls, $plain = ($cells + $lines).Where({ $_.PropertyName -eq 'KanaCells' }, 'Split')
        $nothing = [KanaPerps.PowerShell.Formatting.RowCells]::Of([pscustomobject]@{})
        -join $calls.ForEach({ $nothing.ToString($_.FormatString, $null) }) | Should -BeExactly '' -Because 'each format is known, and shows nothing of an object without the property'
        $plain.PropertyName.Where({ -not $type.GetProperty($_) }) | Should -BeNullOrEmpty
    }

    It 'know a property by the name of the parameter that takes it, without showing it twice' {
        if ($type.GetProperty('Address')) {
            $row = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type)
            $alias = $row | Get-Member -Force -MemberType AliasProperty
            $alias.Name | Should -Be 'ProfileAddress'
            $alias.Definition | Should -Be 'ProfileAddress = Address'
            ($row | Select-Object *).PSObject.Properties.Name | Should -Not -Contain 'ProfileAddress'
        }
    }

    It 'have every public property in the list' {
        $lines.Label | Sort-Object | Should -Be @($type.GetProperties('Public, Instance').Name | Sort-Object)
    }

    It 'say the unit of a time, and that a state row shows what changed' {
        $units = @{ '(UTC)' = 'clock|time|date'; '(USD)' = 'price|average|money|fee|gain'; '(base)' = 'size' }
        foreach ($unit in $units.Keys) {
            $without = (0..($cells.Count - 1)).Where({ $cells[$_].FormatString -match ":($($units[$unit]))(:\d+)?$" -and -not $columns[$_].Label.EndsWith($unit) })
            $columns[$without].Label | Should -BeNullOrEmpty -Because "they lack $unit"
        }
        if ($type.GetProperty('Change')) { $columns[0].Label | Should -Be 'Change' }
    }

    It 'are chosen for what Sort-Object and Select-Object go by, in properties that there are' {
        $standard = (Get-TypeData $_).DefaultKeyPropertySet.ReferencedProperties + (Get-TypeData $_).DefaultDisplayPropertySet.ReferencedProperties
        $standard.Count | Should -BeGreaterThan 1
        $standard.Where({ -not $type.GetProperty($_) }) | Should -BeNullOrEmpty
    }
}

Describe 'A table' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $exchange = Start-TestExchange -Paused
        $venue = @{ Endpoint = $exchange.WebSocketUri; TimeoutSec = 20 }
        $profile2a = Get-TestProfile 0x2a
        Get-KanaPosition -WalletAddress 0x2a -Source Rest @venue | Out-Null
        $account = @{ ProfileAddress = $profile2a } + $venue
        $shown = [ordered]@{
            Book = Get-KanaOrderBook 14, 15 @venue
            Level = (Get-KanaOrderBook 14 @venue).Levels[0..2]
            Trade = Get-KanaTrade 14, 15 @venue -MaxEvents 8
            Position = Get-KanaPosition @account
            PositionRisk = Get-KanaRisk @account
            AccountRisk = Get-KanaRisk @account -ByAccount
            OpenOrder = Get-KanaOpenOrder @account
            Order = Get-KanaOrderHistory @account -MaxEvents 8
            Fill = Get-KanaFill @account -MaxEvents 8
            Transfer = Get-KanaTransfer @account
            BookMeasure = Get-KanaOrderBook 14, 15 @venue | Measure-KanaOrderBook -Side Buy -Size 1e6 -Bps 10, 20
            FundingRate = Get-KanaFundingRate @venue
            Market = Get-KanaMarket
            Profile = Get-KanaProfileAddress 0x1 @venue
            Connection = Get-ConnectionTo $exchange.WebSocketUri
            Balance = Get-KanaBalance 0x2a @venue
            Price = Get-KanaPrice 14, 15 @venue
            OrderDetail = Get-KanaOrderHistory -WalletAddress 0x2a -Source Rest @venue | Get-KanaOrder
        }

        # The lines of headers, and those of the rows.
        function Get-Table($Objects, $Width = 80) {
            $lines = @(($Objects | Out-String -Width $Width) -split "`r?`n" | Where-Object { $_ })
            $dashes = $lines.IndexOf($lines.Where({ $_ -match '^ *-+[ -]*$' })[0])
            [pscustomobject]@{ Headers = $lines[0..($dashes - 1)]; Rows = $lines[($dashes + 1)..($lines.Count - 1)]; All = $lines }
        }
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
        $exchange.Dispose()
    }

    It 'has one line for each object, and whole headers in a window of 80' {
        foreach ($name in $shown.Keys) {
            $table = Get-Table $shown[$name]
            $table.Rows.Count | Should -Be @($shown[$name]).Count -Because "$name`n$($table.All -join "`n")"
            ($table.All.ForEach({ $_.Length }) | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80 -Because $name
            $table.Headers.Count | Should -BeLessOrEqual 2 -Because "no column of $name is squeezed`n$($table.All -join "`n")"
            "$($table.Rows)" | Should -Not -Match '(^| )…\d' -Because "no number of $name is cut`n$($table.All -join "`n")"
        }
    }

    It 'has no squeezed column in a window of 120 and of 200, and stays inside one of 20' {
        foreach ($name in $shown.Keys) {
            foreach ($width in 120, 200) { (Get-Table $shown[$name] $width).Headers.Count | Should -BeLessOrEqual 2 -Because "$name in $width" }
            $narrow = Get-Table $shown[$name] 20
            $narrow.Rows.Count | Should -Be @($shown[$name]).Count -Because "$name`n$($narrow.All -join "`n")"
            ($narrow.All.ForEach({ $_.Length }) | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 20 -Because $name
        }
    }

    It 'shows prices and sizes with the decimals of their market, and what the market table does not know with as many as there are' {
        $known = [KanaPerps.Trade]@{ MarketId = 16; Symbol = 'ETH-USD'; Price = 4000; Size = 2; OrderValue = 8000 }
        $unknown = [KanaPerps.Trade]@{ MarketId = 999; Price = 4000.123456789; Size = 2; OrderValue = 8000 }
        $rows = (Get-Table $known, $unknown).Rows
        $rows[0] | Should -Match ' 4000\.0 +2\.0000 +8000\.00'
        $rows[1] | Should -Match '^ *999 +4000\.123457 +2 +8000\.00'
    }

    It 'shows times in UTC, whatever the zone of the machine' {
        $trade = $shown.Trade[0]
        (Get-Table $trade).Rows[0] | Should -Match $trade.Timestamp.UtcDateTime.ToString('HH:mm:ss')
        $elsewhere = [KanaPerps.Trade]@{ MarketId = 14; Timestamp = [datetimeoffset]::new(2026, 7, 1, 5, 0, 0, [timespan]::FromHours(9)) }
        (Get-Table $elsewhere).Rows[0] | Should -Match '06-30 20:00:00'
    }

    It 'stands in the same columns in <_>' -ForEach 'de-DE', 'tr-TR', 'sv-SE', 'ar-SA', 'he-IL', 'fa-IR' {
        $fills = @(-1.5, 2.25, 0 | ForEach-Object { [KanaPerps.Fill]@{ MarketId = 14; Symbol = 'APT-USD'; OrderType = 'CloseLong'; Price = 5.75; Size = 1.5; Pnl = $_; Timestamp = [datetimeoffset]'2026-03-04T05:06:07Z' } })
        $rates = @(-0.00001, 0.5 | ForEach-Object { [KanaPerps.FundingRate]@{ MarketId = 14; Symbol = 'APT-USD'; Rate = $_ } })
        $plain = @($fills, $rates).ForEach({ (Get-Table $_ 120).Rows })
        $here = Use-TestCulture $_ { @($fills, $rates).ForEach({ (Get-Table $_ 120).Rows }) }
        $separator = [cultureinfo]::new($_).NumberFormat.NumberDecimalSeparator
        $here.ForEach({ $_.Replace($separator, '.').Replace([string] [char] 0x2212, '-') }) | Should -Be $plain
        "$here" | Should -Match "5\${separator}750"
        "$here" | Should -Not -Match '\p{Cf}' -Because 'no invisible mark steers the rest of the line'
    }

    It 'of 80 characters shows each thing that can change of a position' {
        $before = @{ MarketId = 14; Change = 'Updated'; Size = 3; AvailableOrderSize = 3; EntryPrice = 5; LiquidationPrice = 4; TakeProfit = 6; StopLoss = 4 }
        $rows = foreach ($name in '', 'Size', 'AvailableOrderSize', 'EntryPrice', 'LiquidationPrice', 'TakeProfit', 'StopLoss') {
            $after = $before.Clone()
            if ($name) { $after[$name] = 2 }
            (Get-Table ([KanaPerps.Position] $after)).Rows
        }
        $rows | Should -HaveCount 7
        @($rows | Select-Object -Unique) | Should -HaveCount 7
    }

    It 'has a list with the decimals of a quotient that are worth reading, and the object keeps them all' {
        $cases = @{ '252.33490666666666666666666667' = '252.334906666667'; '0.0000000000000123456789012345' = '0.0000000000000123456789012'; '0.00001234567890123456789' = '0.0000123456789012'; '5.750' = '5.750'; '0' = '0' }
        foreach ($number in $cases.Keys) {
            $position = [KanaPerps.Position]@{ MarketId = '14'; Margin = [decimal]::Parse($number, [cultureinfo]::InvariantCulture) }
            Use-TestCulture 'en-US' { $position | Format-List | Out-String } | Should -Match "(?m)^Margin +: $([regex]::Escape($cases[$number]))\r?$"
            $position.Margin.ToString([cultureinfo]::InvariantCulture) | Should -BeExactly $number
        }
    }

    It 'shows whether an order was a market order, where the venue said so' {
        $rows = (Get-Table @($true, $false, $null | ForEach-Object { [KanaPerps.OrderRecord]@{ MarketId = 14; OrderId = '1'; Status = 'Open'; IsMarketOrder = $_ } })).Rows
        $rows[0] | Should -Match ' Market '
        $rows[1] | Should -Match ' Limit '
        $rows[2] | Should -Not -Match 'Market|Limit'
    }

    It 'says what is odd about a book, and only then' {
        $odd, $plain = 'Crossed', 'None' | ForEach-Object { [pscustomobject]@{ PSTypeName = 'KanaPerps.OrderBook'; MarketId = 14; BestBid = 6d; BestAsk = 5d; Spread = -1d; Mid = 5.5d; Anomalies = [KanaPerps.BookAnomalies] $_ } }
        $rows = (Get-Table $odd, $plain).Rows
        $rows[0] | Should -Match ' 6\.000 +5\.000 .*-1818 Crossed$'
        $rows[1] | Should -Match ' -1818 *$'
    }

    It 'shows the first row at once: before the second there is one line below the headers' {
        $lines = [Collections.Generic.List[string]]::new()
        $seen = Invoke-Moving $exchange { Watch-KanaOrderBook 14 @venue -MaxEvents 3 | Out-String -Stream -Width 80 | ForEach-Object { $lines.Add($_); if ($_ -match 'APT') { $_ } } | Select-Object -First 1 }
        $seen | Should -Match 'APT-USD'
        @($lines | Where-Object { $_ -match 'APT' }) | Should -HaveCount 1
    }

    It 'is the same of objects that came back from a job' {
        foreach ($name in $shown.Keys) {
            $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($shown[$name], 1))
            (Get-Table $back 200).All | Should -Be (Get-Table $shown[$name] 200).All -Because $name
        }
    }
}

Describe 'Colour in a table' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $green = $PSStyle.Formatting.FormatAccent
        $red = $PSStyle.Formatting.Error
        $fills = 1, -1 | ForEach-Object { [KanaPerps.Fill]@{ MarketId = 14; Symbol = 'APT-USD'; OrderType = $_ -gt 0 ? 'OpenLong' : 'OpenShort'; Price = 5.75; Size = 1.5; Pnl = $_ } }
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'is that of $PSStyle, ends in its own cell, and moves no column' {
        $PSStyle.OutputRendering = 'Ansi'
        $painted = $fills | Out-String -Width 80
        foreach ($cell in "${green}OpenLong", "${green}+1.0000", "${red}OpenShort", "${red}-1.0000") {
            $painted.Contains($cell + $PSStyle.Reset) | Should -BeTrue -Because $cell.Substring($cell.IndexOf('m'))
        }
        $PSStyle.OutputRendering = 'PlainText'
        $plain = $fills | Out-String -Width 80
        $rows = { param($text) ($text -replace '\x1b\[[0-9;]*m') -split "`r?`n" | Where-Object { $_ -match 'APT' } | ForEach-Object TrimEnd }
        & $rows $painted | Should -Be (& $rows $plain)
    }

    It 'ends where a narrow window cuts its cell' {
        $PSStyle.OutputRendering = 'Ansi'
        $rows = ($fills | Out-String -Width 30) -split "`r?`n" | Where-Object { $_ -match 'APT' }
        $rows | Should -HaveCount 2
        foreach ($row in $rows) {
            $row | Should -Match '…'
            [regex]::Matches($row, '\x1b\[[0-9;]*m')[-1].Value | Should -BeExactly $PSStyle.Reset
        }
    }

    It 'is nowhere when plain text is asked for, and the words and signs still tell' {
        $PSStyle.OutputRendering = 'PlainText'
        $plain = $fills | Out-String -Width 80
        $plain.IndexOf([char] 27) | Should -Be -1
        $plain | Should -Match 'OpenLong .*\+1'
        $plain | Should -Match 'OpenShort .*-1'
    }

    It 'is not in a file' {
        $PSStyle.OutputRendering = 'Host'
        $fills | Out-File TestDrive:/fills.txt
        (Get-Content -Raw TestDrive:/fills.txt).IndexOf([char] 27) | Should -Be -1
    }
}

Describe 'The hidden property of the views' {
    BeforeAll {
        $position = [KanaPerps.Position]@{ MarketId = 14; Symbol = 'APT-USD'; Size = 1 }
    }

    It 'is in no output but the views' {
        $position.KanaCells | Should -BeOfType KanaPerps.PowerShell.Formatting.RowCells
        ($position | Select-Object *).PSObject.Properties.Name | Should -Not -Contain 'KanaCells'
        "$($position | ConvertTo-Csv) $($position | ConvertTo-Json) $($position | Format-List * | Out-String) $($position | Get-Member)" | Should -Not -Match 'KanaCells'
    }

    It 'does not travel: a job carries the public properties, and what was added' {
        $position | Add-Member -NotePropertyName Note -NotePropertyValue 'mine'
        $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($position, 1))
        $back.PSObject.Properties.Name | Should -Not -Contain 'KanaCells'
        $back.PSObject.Properties.Name | Sort-Object | Should -Be @([KanaPerps.Position].GetProperties('Public, Instance').Name + 'Note' | Sort-Object)
        $back.ReceivedAt.UtcDateTime | Should -Be $position.ReceivedAt.UtcDateTime -Because 'a time stays a time'
    }
}

Describe 'The views' {
    BeforeAll {
        # Shows a position and sorts two in a runspace of its own, and tells what went wrong.
        function Show-Elsewhere([initialsessionstate] $State, [string[]] $Import = @()) {
            $runspace = [runspacefactory]::CreateRunspace($State)
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            foreach ($path in $Import) { [void] $shell.AddCommand('Import-Module').AddArgument($path).AddStatement() }
            $positions = 'ETH-USD', 'APT-USD' | ForEach-Object { [KanaPerps.Position]@{ Symbol = $_; MarketId = 14; Size = 1.5; Side = 'Short' } }
            $text = "$($shell.AddScript('param($positions) $positions | Sort-Object | Out-String -Width 80').AddArgument($positions).Invoke())"
            [pscustomobject]@{ Text = $text; Errors = $shell.Streams.Error.ReadAll(); Mode = $runspace.SessionStateProxy.LanguageMode }
            $shell.Dispose()
            $runspace.Dispose()
        }
        $expected = '(?s)Avail\..*APT-USD  Short +1\.500.*ETH-USD  Short +1\.500'
    }

    It 'are whole in constrained language mode' {
        foreach ($import in @{ State = $true }, @{ Cmdlet = $true }) {
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = 'ConstrainedLanguage'
            if ($import.State) { $state.ImportPSModule((Get-ModuleManifestPath)) }
            $shown = Show-Elsewhere $state -Import ($import.Cmdlet ? (Get-ModuleManifestPath) : @())
            $shown.Errors | Should -BeNullOrEmpty
            $shown.Mode | Should -Be 'ConstrainedLanguage'
            $shown.Text | Should -Match $expected
        }
    }

    It 'are whole when the module is imported twice, and from two versions in two places' {
        $other = Join-Path $TestDrive 'KanaPerps'
        Copy-Item $moduleFolder $other -Recurse
        $manifest = Join-Path $other 'KanaPerps.psd1'
        $text = Get-Content -Raw $manifest
        $newer = $text -replace "(ModuleVersion\s*=\s*)'[^']+'", "`$1'99.0.0'"
        $newer | Should -Not -Be $text
        Set-Content $manifest $newer
        $shown = Show-Elsewhere ([initialsessionstate]::CreateDefault2()) -Import (Get-ModuleManifestPath), (Get-ModuleManifestPath), $manifest
        $shown.Errors | Should -BeNullOrEmpty
        $shown.Text | Should -Match $expected
    }

    It 'are whole in each runspace of a pool' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModuleManifestPath))
        $pool = [runspacefactory]::CreateRunspacePool(2, 2, $state, $Host)
        $pool.Open()
        $shells = 1..6 | ForEach-Object {
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            [void] $shell.AddCommand('Out-String').AddParameter('Width', 80).AddParameter('InputObject', [KanaPerps.Position]@{ Symbol = 'APT-USD'; MarketId = 14; Size = $_ })
            @{ Shell = $shell; Run = $shell.BeginInvoke(); Expected = "APT-USD  Long +$_\.000" }
        }
        foreach ($one in $shells) {
            "$($one.Shell.EndInvoke($one.Run))" | Should -Match $one.Expected
            $one.Shell.Streams.Error | Should -BeNullOrEmpty
            $one.Shell.Dispose()
        }
        $pool.Dispose()
    }
}
