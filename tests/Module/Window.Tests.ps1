# The tables in a window of any width: whole columns, the most important ones, and no number cut.

BeforeAll {
    Import-Module $PSScriptRoot/KanaPerps.TestHelpers.psm1
    Import-KanaModule
    # The first command brings the views.
    Get-KanaSimulator
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    # A session whose window a test resizes. The next command fits the tables to it.
    $window = New-RecordingHost 80 30
    $runspace = [runspacefactory]::CreateRunspace($window, [initialsessionstate]::CreateDefault2())
    $runspace.Open()
    function Invoke-InWindow([string] $Script, [object[]] $Arguments = @()) {
        $shell = [powershell]::Create($runspace)
        try {
            [void] $shell.AddScript($Script)
            foreach ($argument in $Arguments) { [void] $shell.AddArgument($argument) }
            $output = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $output
        }
        finally { $shell.Dispose() }
    }
    [void] (Invoke-InWindow 'param($Path) Import-Module $Path' (Get-ModuleManifestPath))

    # The columns as they are declared, by type and label.
    $views = ([xml] (Get-Content -Raw (Join-Path (Split-Path (Get-ModuleManifestPath)) 'KanaPerps.Format.ps1xml'))).Configuration.ViewDefinitions.View
    $declared = [ordered]@{}
    foreach ($view in $views.Where({ $_.TableControl })) {
        $columns = [ordered]@{}
        foreach ($header in $view.TableControl.TableHeaders.TableColumnHeader) {
            $columns[$header.Label -replace '\s+', ' '] = @{ Width = [int] $header.Width; IsRight = $header.Alignment -eq 'Right' }
        }
        $declared[@($view.ViewSelectedBy.TypeName)[0]] = $columns
    }

    # Two rows of each type: one as they usually are, one with numbers as long as they get.
    $account = '0x88006ccdbdb516e8a61a480252111a35254342f0ed2e8855f2dcb9a9c5b98971'
    $texts = @{
        Symbol = 'APT-USD'; MarketId = '14'; Network = 'Simulator'; Status = 'Filled'; Topic = 'deposit_withdraw_history'; Encoding = 'Current'; Unit = 'USDC'
        OrderId = '12907057702855018828273522'; TradeId = '11905620858892513160724480'; Address = $account; ProfileAddress = $account; Wallet = $account; WalletAddress = $account
        Text = '{"data":[]}'; Key = $account; Endpoint = 'ws://127.0.0.1:40123/ws/'
    }
    function New-Row([string] $TypeName, [decimal] $Number) {
        $type = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'KanaPerps.*' }).ForEach({ $_.GetType($TypeName) }).Where({ $_ })[0]
        $row = [ordered]@{ PSTypeName = $TypeName }
        foreach ($property in $type.GetProperties('Public, Instance')) {
            $kind = [Nullable]::GetUnderlyingType($property.PropertyType) ?? $property.PropertyType
            $row[$property.Name] = switch ($kind) {
                { $texts.ContainsKey($property.Name) } { $texts[$property.Name]; break }
                { $property.Name -match 'Decimals$' } { 3; break }
                { $_ -in [decimal], [double] } { $Number; break }
                { $_ -in [int], [long] } { 123; break }
                ([datetimeoffset]) { [datetimeoffset]'2026-03-04T05:06:07.089Z'; break }
                ([timespan]) { [timespan]::FromSeconds(12.3); break }
                ([bool]) { $true; break }
                { $_.IsEnum } { [enum]::GetValues($_)[-1]; break }
            }
        }
        [pscustomobject] $row
    }
    $shown = [ordered]@{}
    foreach ($type in $declared.Keys) { $shown[$type] = @((New-Row $type 131.61), (New-Row $type (-123456789012.345678901234))) }

    function Get-Tables([int] $Width, [int] $OutWidth) {
        $window.Screen.Resize($Width, 30)
        @(Invoke-InWindow 'param($Shown, $Width) Get-KanaSimulator; $all = @{}; foreach ($type in $Shown.Keys) { $all[$type] = $Shown[$type] | Out-String -Width $Width }; $all' $shown, $OutWidth)[-1]
    }

    # The cells of each row by the label of their column. Whatever is not where its header says, or no whole column, is told.
    function Read-Table([string] $Type, [string] $Text) {
        $lines = @($Text -split '\r?\n' | Where-Object { $_ })
        $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^ *-[- ]*$' })
        if ($rule -notin 1, 2) { throw "there are $rule lines of headers" }
        if ($lines.Count - $rule -ne 3) { throw 'a row is not one line' }
        $slice = { param($line, $from, $to) $line.PadRight($to).Substring($from, $to - $from) }
        $end = -1
        $places = foreach ($dashes in [regex]::Matches($lines[$rule], '-+')) {
            $from, $to = $dashes.Index, ($dashes.Index + $dashes.Length)
            $label = ($lines[0..($rule - 1)].ForEach({ & $slice $_ $from $to }) -join ' ').Trim() -replace '\s+', ' '
            $column = $declared[$Type][$label]
            if (-not $column) { throw "there is a column '$label'" }
            # An address may stand there in short, and a column without a width is the last.
            $width = $column.Width -eq 66 -and $dashes.Length -lt 15 ? 13 : $column.Width -eq 0 ? 1000 : $column.Width
            $start = $column.IsRight ? $to - $width : $from
            if ($start -ne $end + 1) { throw "'$label' does not stand beside the column before it" }
            $end = $start + $width
            @{ Label = $label; From = $start; To = $end }
        }
        foreach ($row in $lines[($rule + 1)..($lines.Count - 1)]) {
            $cells = [ordered]@{}
            foreach ($place in $places) { $cells[$place.Label] = (& $slice $row $place.From $place.To).Trim() }
            $cells
        }
    }
    $whole = @{}
    $all = Get-Tables 500 500
    foreach ($type in $shown.Keys) { $whole[$type] = @(Read-Table $type $all[$type]) }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    $runspace.Dispose()
}

Describe 'A table' {
    It 'has whole columns under their headers, and whole numbers, in each window from 40 to 200 characters' {
        $whole.Values.ForEach({ $_ }).Where({ "$($_.Values)" -notmatch '\d' }) | Should -BeNullOrEmpty
        $seen = [Collections.Generic.HashSet[string]]::new()
        $faults = foreach ($width in 40..200) {
            # The console leaves the last character of a line free; Out-String at a prompt does not.
            $all = Get-Tables $width ($width - $width % 2)
            foreach ($type in $shown.Keys.Where({ $seen.Add($all[$_]) })) {
                try {
                    $rows = @(Read-Table $type $all[$type])
                    for ($i = 0; $i -lt 2; $i++) {
                        foreach ($label in $rows[$i].Keys) {
                            $cell, $full = $rows[$i][$label], $whole[$type][$i][$label]
                            if ($cell -cne $full -and $full -notmatch '^0x' -and $label -notin 'Text', 'Flags') { throw "'$label' shows '$cell' and not '$full'" }
                        }
                    }
                }
                catch { "$type at ${width}: $_`n$($all[$type])" }
            }
        }
        $faults | Select-Object -First 3 | Should -BeNullOrEmpty
    }

    It 'shows in a wider window all that a narrower one shows' {
        # An address in full takes the place of two in short.
        $others = $shown.Keys -ne 'KanaPerps.Profile'
        $before = @{}
        $lost = foreach ($width in 40, 45, 50, 55, 60, 70, 79, 80, 81, 90, 100, 110, 119, 120, 121, 140, 160, 200) {
            $all = Get-Tables $width ($width - 1)
            foreach ($type in $others) {
                $labels = @(@(Read-Table $type $all[$type])[0].Keys)
                @($before[$type]).Where({ $_ -and $_ -notin $labels }).ForEach({ "$type at ${width}: $_" })
                $before[$type] = $labels
            }
        }
        $lost | Should -BeNullOrEmpty
    }

    It 'keeps what matters most in a window of 40 characters' {
        $all = Get-Tables 40 39
        @(Read-Table 'KanaPerps.OrderBook' $all['KanaPerps.OrderBook'])[0].Keys | Should -Be 'Market', 'Bid (USD)', 'Ask (USD)'
        @(Read-Table 'KanaPerps.OpenOrder' $all['KanaPerps.OpenOrder'])[0].Keys | Should -Be 'Market', 'Type', 'Price (USD)'
        @(Read-Table 'KanaPerps.Trade' $all['KanaPerps.Trade'])[0].Keys | Should -Be 'Market', 'Side', 'Price (USD)'
    }

    It 'tells accounts apart where there is room for it' {
        $all = Get-Tables 120 119
        foreach ($type in 'Position', 'OpenOrder', 'OrderRecord', 'Fill', 'OrderDetail', 'FundingPayment') {
            @(Read-Table "KanaPerps.$type" $all["KanaPerps.$type"])[0]['Account'] | Should -BeExactly '0x8800…98971' -Because $type
        }
    }

    It 'of a user goes before the ones that fit the window' {
        $own = Join-Path $TestDrive 'own.ps1xml'
        Set-Content $own '<Configuration><ViewDefinitions><View><Name>Own</Name><ViewSelectedBy><TypeName>KanaPerps.Trade</TypeName></ViewSelectedBy><TableControl><TableHeaders><TableColumnHeader><Label>Mine</Label><Width>9</Width></TableColumnHeader></TableHeaders><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Symbol</PropertyName></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>'
        Invoke-InWindow 'param($Path) Update-FormatData -PrependPath $Path' $own
        (Get-Tables 90 89)['KanaPerps.Trade'] | Should -Match '^\s*Mine\s+-+\s+APT-USD'
    }
}

Describe 'A number that is longer than its column' {
    It 'loses decimals, then gets an exponent, and is never cut: <_>' -ForEach 131.61, -131.61, 99999.996, 123456789, -123456789012.345678901234, 79228162514264337593543950335, 0.0000000000001, 0 {
        foreach ($format in 'price', 'size', 'average', 'money', 'fee', 'number', 'gain', 'rate') {
            $row = [KanaPerps.Trade]@{ MarketId = '14'; Price = $_ }
            foreach ($width in 7..14) {
                $text = $row.KanaCells.ToString("Price:${format}:$width", [cultureinfo]::InvariantCulture) -replace '\e\[[\d;]*m'
                $text.Length | Should -BeLessOrEqual $width -Because "$format in $width shows '$text'"
                $text | Should -Match '^[-+]?\d+(\.\d+)?(e[-+]\d+)?$'
                $difference = [Math]::Abs([double] $text - [double] $_)
                $difference | Should -BeLessThan ([Math]::Max([double] 1, [Math]::Abs([double] $_) * 0.5)) -Because "$format in $width shows '$text'"
            }
        }
    }
}
